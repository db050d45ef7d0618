/** The embedded session core: what the rest of Claimset may use of it. */
export { readCoreFile, type CoreFile } from './core-file.ts';
export { startCoreInWorker } from './in-worker.ts';
export type { CoreLog, CoreOptions, LocalCoreOptions, RunningCore } from './options.ts';
export type { CoreSettings } from './settings.ts';
export { startCore } from './start.ts';
