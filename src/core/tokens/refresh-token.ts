import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const SEALING_KEY_BYTES = 32;
const NONCE_BYTES = 32;
const VERSION = 'V2';

const content = z.object({
  handle: z.string(),
  nonce: z.string(),
  parentHash1: z.string().nullable(),
  antiCsrfToken: z.string().nullable(),
});

/** What a refresh token leads to: its session, its parent and its anti-CSRF token (CDI.md section 3). */
export type RefreshTokenContent = Omit<z.output<typeof content>, 'nonce'>;

/** Makes and reads refresh tokens: sealed with a key of the database, unguessable, opaque to everybody else. */
export interface RefreshTokens {
  issue(facts: RefreshTokenContent): string;
  /** Null where this core has not issued it. */
  read(token: string): RefreshTokenContent | null;
}

/** Refresh tokens that are sealed with this key of 32 bytes: encrypted content, nonce and version between dots. */
export function refreshTokens(key: Buffer): RefreshTokens {
  return {
    issue: (facts) => {
      const nonce = randomBytes(NONCE_BYTES).toString('hex');
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv);
      const sealed = Buffer.concat([cipher.update(JSON.stringify({ ...facts, nonce })), cipher.final()]);
      return `${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}.${nonce}.${VERSION}`;
    },
    read: (token) => {
      const [sealed = '', nonce, version, ...rest] = token.split('.');
      if (version !== VERSION || rest.length > 0) return null;
      const opened = open(key, Buffer.from(sealed, 'base64url'));
      const parsed = content.safeParse(opened);
      return parsed.success && parsed.data.nonce === nonce ? parsed.data : null;
    },
  };
}

function open(key: Buffer, bytes: Buffer): unknown {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString());
  } catch {
    return null;
  }
}
