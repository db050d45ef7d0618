import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { startCore } from '../../src/core/index.ts';
import { coreEnvSchema } from '../../src/core/settings.ts';
import { loadScenarios, replay } from './replay.mjs';

describe.concurrent('the embedded core answers as a real one did', () => {
  test.each(loadScenarios().map((scenario) => ({ title: scenario.name, scenario })))(
    '$title',
    { timeout: 60_000 },
    async ({ scenario }) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'claimset-core-'));
      const core = await startCore({ host: '127.0.0.1', port: 0, dataDir, ...settingsOf(scenario.core ?? {}) });
      const { differences } = await replay(core.url, scenario);
      await core.close();
      expect(differences).toEqual([]);
    },
  );
});

/** A real core's settings by the names of our environment variables. */
function settingsOf(core: Readonly<Record<string, unknown>>) {
  const env = Object.entries(core).map(([name, value]) => [`CORE_${name.toUpperCase()}`, String(value)]);
  const settings = coreEnvSchema.parse(Object.fromEntries(env));
  return { settings, apiKeys: settings.CORE_API_KEYS };
}
