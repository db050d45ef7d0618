import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseConfig } from '../../src/config/config.ts';
import { checkParts } from '../../src/http/health.ts';
import { inProcessLock } from '../../src/locks/in-process.ts';
import { healthChecks } from '../../src/server/checks.ts';
import { temporaryFolder } from '../support/claimset.ts';

const OWN_CORE = { SUPERTOKENS_CONNECTION_URI: 'http://127.0.0.1:3567' };
const POSTGRES = { DATABASE_URL: 'postgres://claimset@127.0.0.1/claimset' };

/** What is said of `storage`, where all else works. */
async function storageOf(env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const checks = healthChecks(parseConfig(env), {
    lock: inProcessLock(),
    ledger: { check: () => Promise.resolve() },
    tenants: { fresh: () => Promise.resolve(['public']), known: () => Promise.resolve(['public']) },
  });
  return (await checkParts(checks))['storage'];
}

describe('whether DATA_DIR can be written', () => {
  it.each([
    ['the embedded core and the ledger', {}],
    ['the embedded core', POSTGRES],
    ['the ledger', OWN_CORE],
  ])('is looked at where %s is in it', async (_what, env) => {
    const folder = await temporaryFolder();
    expect(await storageOf({ ...env, DATA_DIR: folder })).toBe('ok');
    expect(await storageOf({ ...env, DATA_DIR: join(folder, 'gone') })).toBe('failing');
  });

  it('is nobody else’s concern where nothing is in it', async () => {
    expect(await storageOf({ ...OWN_CORE, ...POSTGRES, DATA_DIR: '/gone' })).toBeUndefined();
  });
});
