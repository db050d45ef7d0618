import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { type RunningCore, startCore } from '../../../src/embedded-core/index.ts';
import type { LocalCoreOptions } from '../../../src/embedded-core/options.ts';
import { coreEnvSchema } from '../../../src/embedded-core/settings.ts';

/** Settings by their names in docs/core-contract.md, 'Settings'. */
export type Settings = Readonly<Record<string, string | number>>;

/** A folder of its own, which is left to the system's cleaning. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'claimset-core-'));
}

/** What a core needs to start, on a folder of its own. */
export async function coreOptions(settings: Settings = {}): Promise<LocalCoreOptions> {
  const env = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`CORE_${name.toUpperCase()}`, String(value)]),
  );
  return {
    host: '127.0.0.1',
    port: 0,
    dataDir: await temporaryFolder(),
    apiKeys: [],
    settings: coreEnvSchema.parse(env),
  };
}

/** A core that lives as long as the process. */
export async function startCoreFor(settings: Settings = {}): Promise<RunningCore> {
  return startCore(await coreOptions(settings));
}

/** A core of one test, with what it wants to be different. */
export async function startTestCore(
  overrides: Partial<LocalCoreOptions> = {},
  settings: Settings = {},
): Promise<RunningCore & { readonly dataDir: string }> {
  const options = { ...(await coreOptions(settings)), ...overrides };
  const core = await startCore(options);
  onTestFinished(async () => {
    await core.close();
    await rm(options.dataDir, { recursive: true, force: true });
  });
  return { ...core, dataDir: options.dataDir };
}
