import { createHash } from 'node:crypto';

import { type LockKey, lockName } from '../lock.ts';

/**
 * The number of PostgreSQL's advisory lock for a key: the first 8 bytes of the SHA-256 of `claimset:` and its name in
 * UTF-8, as a signed big-endian integer. Part of the contract between processes, also of other versions: stable.
 */
export function advisoryLockNumber(key: LockKey): bigint {
  return createHash('sha256')
    .update(`claimset:${lockName(key)}`, 'utf8')
    .digest()
    .readBigInt64BE(0);
}
