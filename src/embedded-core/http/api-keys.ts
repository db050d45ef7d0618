import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { CoreOptions } from '../options.ts';

const BEARER = /^Bearer\s+(.*)$/i;

/** The keys that a core accepts (docs/core-contract.md, 'Settings'); none: it asks for none. */
export function acceptedKeys({ apiKeys, settings }: Pick<CoreOptions, 'apiKeys' | 'settings'>): readonly string[] {
  if (apiKeys !== 'random') return [...apiKeys, ...settings.apiKeys];
  return settings.apiKeys.length > 0 ? settings.apiKeys : [randomBytes(32).toString('base64url')];
}

/**
 * Whether a request may pass (docs/core-contract.md, 'Requests': `api-key` or a bearer token, trimmed, one of several). Hashes are
 * compared, all of them, so that time tells neither length nor place.
 */
export function apiKeyCheck(keys: readonly string[]): (headers: IncomingHttpHeaders) => boolean {
  const accepted = keys.map(hashOf);
  if (accepted.length === 0) return () => true;
  return (headers) => {
    const given = keyOf(headers);
    if (given === undefined) return false;
    const hash = hashOf(given.trim());
    return accepted.filter((key) => timingSafeEqual(key, hash)).length > 0;
  };
}

function keyOf(headers: IncomingHttpHeaders): string | undefined {
  const header = headers['api-key'];
  return typeof header === 'string' ? header : BEARER.exec(headers.authorization ?? '')?.[1];
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
