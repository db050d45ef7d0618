import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Config } from '../config/config.ts';
import type { HealthCheck } from '../http/health.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type ClaimsLock, sessionLockKey } from '../locks/lock.ts';
import type { TenantList } from '../supertokens/users/users.ts';

/** Less than a health check may take altogether. */
const LOCK_WAIT_MILLIS = 1_500;
/** More than a small change needs. */
const PROBE = Buffer.alloc(64 * 1024, 1);

/** The parts without which no claims can be changed, each with what shows that it works. */
export function healthChecks(
  config: Config,
  parts: { lock: ClaimsLock; ledger: Pick<Ledger, 'check'>; tenants: TenantList },
): HealthCheck[] {
  const { embeddedCore, databaseUrl, dataDir } = config;
  const hasFiles = embeddedCore !== null || databaseUrl === null;
  return [
    { name: 'core', check: () => hasTenants(parts.tenants) },
    { name: 'locks', check: () => canLock(parts.lock) },
    { name: 'ledger', check: () => parts.ledger.check() },
    ...(hasFiles ? [{ name: 'storage', check: () => canWrite(dataDir) }] : []),
  ];
}

async function hasTenants(tenants: TenantList): Promise<void> {
  if ((await tenants.fresh()).length === 0) throw new Error('the core names no tenant');
}

/** Takes a lock that nobody else wants. */
async function canLock(lock: ClaimsLock): Promise<void> {
  const held = await lock.acquire(sessionLockKey(`health-${randomUUID()}`), { waitMillis: LOCK_WAIT_MILLIS });
  await held.release();
}

/** Writes a file, and deletes it again. A disk without space is found by nothing less. */
async function canWrite(folder: string): Promise<void> {
  const file = join(folder, `.health-${randomUUID()}`);
  try {
    await writeFile(file, PROBE);
  } finally {
    await rm(file, { force: true });
  }
}
