import { describe, expect, it } from 'vitest';

import { loadScenarios, replay, type Scenario } from './replay.mjs';
import { startCoreFor } from './support/core.ts';

const LONGEST_MILLIS = 60_000;

const plainCore = startCoreFor();

/** What a real core answered (docs/core-contract.md), each scenario in a test of its own. */
describe.concurrent('the scenarios of a real core', () => {
  it.for(loadScenarios())('$name: $about', { timeout: LONGEST_MILLIS }, async (scenario) => {
    const core = await coreFor(scenario);
    const { differences } = await replay(core.url, scenario);
    expect(differences).toEqual([]);
  });
});

function coreFor({ core: settings }: Scenario): ReturnType<typeof startCoreFor> {
  return settings === undefined ? plainCore : startCoreFor(settings);
}
