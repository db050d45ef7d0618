import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request carries one of the keys; with no keys, each does. Hashes are compared, and always all of them. */
export function apiKeyCheck(keys: readonly string[]): (headers: IncomingHttpHeaders) => boolean {
  if (keys.length === 0) return () => true;
  const hashes = keys.map(sha256);
  return (headers) => {
    const presented = sha256(presentedKey(headers));
    return hashes.filter((hash) => timingSafeEqual(hash, presented)).length > 0;
  };
}

/** `api-key`, or `Authorization: Bearer`, trimmed (CDI.md section 1). */
function presentedKey(headers: IncomingHttpHeaders): string {
  const own = headers['api-key'];
  if (typeof own === 'string') return own.trim();
  return /^Bearer (.*)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? '';
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
