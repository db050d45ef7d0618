import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Caller, CallerBounds } from '../ports.ts';

/** What a user may be permitted, and an API key may do. */
export const permissionNames = ['claims:read', 'claims:write', 'claims:audit'] as const;
/** What an API key may do. */
export const apiKeyScopes = [...permissionNames, 'claims:watch'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** A configured API key: never the key itself, only its hash. */
export interface ApiKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly bounds: CallerBounds;
  /** 32 bytes. */
  readonly sha256: Buffer;
}

const KEY_BYTES = 32;

/** The key reaches every tenant, and may write every claim that administrators may. */
export const UNBOUND: CallerBounds = { tenants: null, claims: null };

/**
 * Finds whose key this is, in a time that tells nothing: what is compared are hashes, and always all of them.
 * Several values of the header are no key.
 */
export function findApiKey(keys: readonly ApiKey[], presented: string | readonly string[] | undefined): Caller {
  if (presented === undefined) return { kind: 'none' };
  // Node joins repeated headers with a comma, which no key has.
  const hash = sha256(typeof presented === 'string' ? presented : presented.join(','));
  const [match] = keys.filter((key) => timingSafeEqual(key.sha256, hash));
  if (match === undefined) return { kind: 'invalid' };
  return { kind: 'valid', name: match.name, scopes: match.scopes, bounds: match.bounds };
}

/** A new random key, and the entry of `API_KEYS` that lets it in. */
export function createApiKey(
  name: string,
  scopes: readonly ApiKeyScope[],
  { tenants, claims }: CallerBounds = UNBOUND,
): { key: string; entry: string } {
  const key = `cs_${randomBytes(KEY_BYTES).toString('base64url')}`;
  const bounds = Object.entries({ tenants, claims }).map(([of, list]) =>
    list === null ? '' : `;${of}=${list.join('+')}`,
  );
  return { key, entry: [`${name}=${scopes.join('+')}=${sha256(key).toString('hex')}`, ...bounds].join('') };
}

/** Whether a string is a scope. */
export function isApiKeyScope(scope: string): scope is ApiKeyScope {
  return apiKeyScopes.some((known) => known === scope);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
