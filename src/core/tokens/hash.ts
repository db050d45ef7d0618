import { createHash } from 'node:crypto';

/** SHA-256 in hex, as `refreshTokenHash1` has it (CDI.md section 3). */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
