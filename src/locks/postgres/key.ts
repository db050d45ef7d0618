import { createHash } from 'node:crypto';

/**
 * The number of PostgreSQL's advisory lock for a key: the first 8 bytes of the SHA-256 of `claimset:` and the key in
 * UTF-8, as a signed big-endian integer. Part of the contract between processes, also of other versions: stable.
 */
export function advisoryLockNumber(key: string): bigint {
  return createHash('sha256').update(`claimset:${key}`, 'utf8').digest().readBigInt64BE(0);
}
