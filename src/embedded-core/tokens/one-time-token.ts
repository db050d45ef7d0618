import { randomBytes } from 'node:crypto';

import { sha256Hex } from './hashes.ts';

const RANDOM_BYTES = 32;

/** A token that is mailed (docs/core-contract.md, 'Users'). */
export function newOneTimeToken(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

/** As it is stored: who reads the database cannot use it. */
export function oneTimeTokenHash(token: string): string {
  return sha256Hex(token);
}
