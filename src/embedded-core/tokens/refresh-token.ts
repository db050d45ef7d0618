import { createCipheriv, createDecipheriv, type DecipherGCM, randomBytes } from 'node:crypto';

import { isJsonObject, isTextOrNull, parseJson } from '../http/json.ts';
import { decodeStrictly } from './base64url.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const RANDOM_BYTES = 24;

/** What a refresh token leads to (docs/core-contract.md, 'Sessions'). */
export interface RefreshTokenContent {
  readonly handle: string;
  readonly parentHash1: string | null;
  readonly antiCsrfToken: string | null;
}

/** Seals and opens refresh tokens: only this core can make one or look into one. */
export interface RefreshTokens {
  create(content: RefreshTokenContent): string;
  /** Null: not one of ours. */
  open(token: string): RefreshTokenContent | null;
}

export function newRefreshTokenKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** The random part makes each token unguessable even to who knows the key: the row keeps no more than a hash's hash. */
export function refreshTokens(encodedKey: string): RefreshTokens {
  const key = Buffer.from(encodedKey, 'base64url');
  return {
    create: (content) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const random = randomBytes(RANDOM_BYTES).toString('base64url');
      const encrypted = Buffer.concat([cipher.update(JSON.stringify({ ...content, random })), cipher.final()]);
      return Buffer.concat([iv, encrypted, cipher.getAuthTag()]).toString('base64url');
    },
    open: (token) => {
      const bytes = decodeStrictly(token);
      if (bytes === null || bytes.length <= IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decrypt(decipher, bytes.subarray(IV_BYTES, -TAG_BYTES));
      return text === null ? null : toContent(text);
    },
  };
}

function decrypt(decipher: DecipherGCM, encrypted: Buffer): string | null {
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString();
  } catch {
    return null;
  }
}

function toContent(text: string): RefreshTokenContent | null {
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { handle, parentHash1 = null, antiCsrfToken = null } = value;
  if (typeof handle !== 'string' || !isTextOrNull(parentHash1) || !isTextOrNull(antiCsrfToken)) return null;
  return { handle, parentHash1, antiCsrfToken };
}
