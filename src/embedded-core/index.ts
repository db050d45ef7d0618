/** The embedded session core: what the rest of Claimset may use of it. */
export { findRunningCore, hasCoreDatabase } from './data-dir/core-file.ts';
export { startCoreInWorker } from './core-thread/start.ts';
export type { RunningCore } from './options.ts';
export { startCore } from './start.ts';
