import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startNode, type TestProcess } from '../../test/support/process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TYPESCRIPT = new URL('../../test/support/typescript.mjs', import.meta.url).href;

/** Everything that was started and made, so that nothing of it is left behind. */
export class Stage {
  readonly #processes: TestProcess[] = [];
  readonly #folders: string[] = [];

  /** A folder that is removed at the end. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'claimset-'));
    this.#folders.push(folder);
    return folder;
  }

  /** Runs a command of the CLI, from its source, until the end. */
  command(name: string, env: Readonly<Record<string, string>>): TestProcess {
    return this.script(join(ROOT, 'src/cli.ts'), [name], env);
  }

  /** Runs a command of the CLI as users do, from `dist`, until the end. */
  built(name: string, env: Readonly<Record<string, string>>): TestProcess {
    return this.#keep(startNode([join(ROOT, 'dist/cli.js'), name], env));
  }

  /** Runs a TypeScript file until the end. */
  script(file: string, args: readonly string[], env: Readonly<Record<string, string>>): TestProcess {
    return this.#keep(startNode(['--import', TYPESCRIPT, file, ...args], env));
  }

  /** Stops the processes, and removes the folders. */
  async clear(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }

  #keep(process: TestProcess): TestProcess {
    this.#processes.push(process);
    return process;
  }
}
