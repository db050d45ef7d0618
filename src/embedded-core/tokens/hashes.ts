import { createHash } from 'node:crypto';

/** SHA-256 in hex, as `refreshTokenHash1` is of a refresh token, and what the row keeps is of that (docs/core-contract.md, 'Sessions'). */
export function sha256Hex(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
