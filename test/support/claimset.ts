import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startNode, type TestProcess } from './process.ts';

/** A Claimset server in a process of its own, as users start it. */
export interface Claimset {
  readonly url: string;
  readonly dataDir: string;
  readonly process: TestProcess;
  /** The lines of its log that are JSON. */
  log(): readonly Record<string, unknown>[];
  stop(): Promise<void>;
}

const CLI = join(import.meta.dirname, '../../dist/cli.js');

/** Starts `claimset start` on a free port, on an embedded core of its own unless the environment names another; `cli` is another build. */
export async function startClaimset(env: Readonly<Record<string, string>> = {}, cli = CLI): Promise<Claimset> {
  const dataDir = env['DATA_DIR'] ?? (await temporaryFolder());
  const process = startNode([cli, 'start'], { PORT: '0', DATA_DIR: dataDir, ...env });
  const [, url = ''] = await process.line(/^GraphQL\s+(http:\S+)\/graphql$/);
  return {
    url,
    dataDir,
    process,
    log: () => jsonLines(process.output()),
    stop: async () => {
      await process.stop();
    },
  };
}

/** Runs a command of the CLI to its end. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  const process = startNode([CLI, ...args], env);
  await new Promise((resolve) => process.child.once('close', resolve));
  return { code: process.child.exitCode, output: process.output() };
}

/** A folder that nobody else uses. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'claimset-'));
}

function jsonLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
