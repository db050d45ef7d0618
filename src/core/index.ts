/** The embedded session core: what SuperTokens' SDK asks for, on one SQLite file. */
export { readCoreFile, type CoreFile } from './core-file.ts';
export { startCoreInWorker } from './in-worker.ts';
export { startCore, type CoreLog, type CoreOptions, type RunningCore } from './start.ts';
