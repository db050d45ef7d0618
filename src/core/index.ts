/** The embedded session core: what the rest of Claimset may use of it. */
export { findRunningCore } from './core-file.ts';
export { startCoreInWorker } from './in-worker.ts';
export type { RunningCore } from './options.ts';
export { startCore } from './start.ts';
