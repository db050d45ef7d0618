import { type RunningCore, startCore } from '../../src/embedded-core/index.ts';
import { coreEnvSchema } from '../../src/embedded-core/settings.ts';
import { temporaryFolder } from './claimset.ts';

/** A core for several servers and applications at once, in the test's own process. */
export async function startTestCore(env: Readonly<Record<string, string>> = {}): Promise<RunningCore> {
  return startCore({
    host: '127.0.0.1',
    port: 0,
    dataDir: await temporaryFolder(),
    apiKeys: [],
    settings: coreEnvSchema.parse(env),
  });
}
