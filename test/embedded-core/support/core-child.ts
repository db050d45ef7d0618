import { startCore } from '../../../src/embedded-core/index.ts';
import { coreEnvSchema } from '../../../src/embedded-core/settings.ts';

/** A core in a process of its own, on the folder that it is given; says where it is, or why it is not. */
const [, , dataDir = ''] = process.argv;
const settings = coreEnvSchema.parse({});
try {
  const core = await startCore({ host: '127.0.0.1', port: 0, dataDir, apiKeys: [], settings });
  process.stdout.write(`${core.url}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
