import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const coreFile = z.object({ url: z.string(), apiKey: z.string().nullable(), pid: z.number().int().positive() });

/** Where a core listens, what it asks for, and the process that it is in. */
export type CoreFile = z.output<typeof coreFile>;

const NAME = 'core.json';
const ONLY_OWNER = 0o600;
const ONLY_OWNER_FOLDER = 0o700;

/** Makes the folder for the database and the core's file; only its owner may look into it. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: ONLY_OWNER_FOLDER });
}

/** Says where a core is to be found, to those who may read its folder. */
export async function writeCoreFile(dataDir: string, content: CoreFile): Promise<void> {
  const path = join(dataDir, NAME);
  // A file that is there already would keep its mode.
  await rm(path, { force: true });
  await writeFile(path, `${JSON.stringify(content)}\n`, { mode: ONLY_OWNER, flag: 'wx' });
  await chmod(path, ONLY_OWNER);
}

/** Says that the core is gone. */
export async function removeCoreFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME), { force: true });
}

/** The core that runs on this folder; null where there is none, or where its process has died. */
export async function readCoreFile(dataDir: string): Promise<CoreFile | null> {
  const text = await readFile(join(dataDir, NAME), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = coreFile.safeParse(parse(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
