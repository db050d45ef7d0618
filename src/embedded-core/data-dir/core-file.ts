import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isJsonObject, parseJson } from '../http/json.ts';
import { explainFault } from '../store/database/faults.ts';

const FOR_THE_OWNER = 0o600;
const FOLDER_FOR_THE_OWNER = 0o700;
const ANSWERS_WITHIN_MILLIS = 2000;

/** Where a core that runs on a data folder listens, one of its keys, and its process. */
export interface CoreFile {
  readonly url: string;
  readonly apiKey: string | null;
  readonly pid: number;
}

/**
 * The core that runs on this folder; null where none does. One that was killed has left its file, and its process number
 * may belong to another process by now, as it soon does in containers: so the core must answer, too.
 */
export async function findRunningCore(dataDir: string): Promise<CoreFile | null> {
  const found = toCoreFile(readText(pathIn(dataDir)));
  return found !== null && isAlive(found.pid) && (await answers(found.url)) ? found : null;
}

/** Where the database of a data folder lies. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'core.sqlite');
}

/** Whether a core has ever run on this folder; looks, and makes nothing. */
export function hasCoreDatabase(dataDir: string): boolean {
  return existsSync(databasePath(dataDir));
}

/** Writes the file for the owner alone; readers see all of it or none. */
export function writeCoreFile(dataDir: string, content: CoreFile): void {
  const temporary = `${pathIn(dataDir)}.${process.pid}`;
  try {
    rmSync(temporary, { force: true });
    writeFileSync(temporary, `${JSON.stringify(content)}\n`, { mode: FOR_THE_OWNER, flag: 'wx' });
    renameSync(temporary, pathIn(dataDir));
  } catch (error) {
    throw explainFault(pathIn(dataDir), error);
  }
}

export function removeCoreFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

/**
 * Makes the folder that holds sessions and keys; one that is there keeps its mode.
 * @throws Error that names the folder and says what to do
 */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: FOLDER_FOR_THE_OWNER });
  } catch (error) {
    throw explainFault(dataDir, error);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function toCoreFile(text: string): CoreFile | null {
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { url, apiKey = null, pid } = value;
  if (typeof url !== 'string' || typeof pid !== 'number' || pid <= 0) return null;
  return apiKey === null || typeof apiKey === 'string' ? { url, apiKey, pid } : null;
}

/** Asked without the key, which is nobody else's business. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/hello`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MILLIS) });
    return (await response.text()) === 'Hello\n';
  } catch {
    return false;
  }
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'core.json');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
