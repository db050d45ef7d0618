import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const TYPESCRIPT = new URL('../../support/typescript.mjs', import.meta.url).href;
const CHILD = join(import.meta.dirname, 'core-child.ts');

/** A process with a core in it. */
export interface ChildCore {
  /** Its URL, or what it says instead. */
  readonly firstLine: string;
  readonly child: ChildProcess;
  /** SIGKILL: nothing in it is asked. */
  readonly kill: () => Promise<void>;
}

/** Starts a core in a process of its own. */
export async function startChildCore(dataDir: string): Promise<ChildCore> {
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, CHILD, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [firstLine] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    firstLine,
    child,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
