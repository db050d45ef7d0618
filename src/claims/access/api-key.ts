import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What an API key may do. */
export const apiKeyScopes = ['claims:read', 'claims:write'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** A configured API key: never the key itself, only its hash. */
export interface ApiKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** 32 bytes. */
  readonly sha256: Buffer;
}

/** Who presents an API key. */
export type ApiKeyCheck =
  | { readonly kind: 'none' }
  | { readonly kind: 'valid'; readonly name: string; readonly scopes: readonly ApiKeyScope[] }
  | { readonly kind: 'invalid' };

const KEY_BYTES = 32;
const NAME = /^[a-z0-9-]+$/;
/** A key wherever it stands in an entry, cut off or not. */
const LOOKS_LIKE_A_KEY = /cs_[\w-]{16}/;
const ENTRY_PARTS = 3;
const SHA256_HEX = /^[0-9a-f]{64}$/i;

/**
 * Finds whose key this is, in a time that tells nothing: what is compared are hashes, and always all of them.
 * Several values of the header are no key.
 */
export function findApiKey(keys: readonly ApiKey[], presented: string | readonly string[] | undefined): ApiKeyCheck {
  if (presented === undefined) return { kind: 'none' };
  // Node joins repeated headers with a comma, which no key has.
  const hash = sha256(typeof presented === 'string' ? presented : presented.join(','));
  const matches = keys.filter((key) => timingSafeEqual(key.sha256, hash));
  const match = matches[0];
  return match === undefined ? { kind: 'invalid' } : { kind: 'valid', name: match.name, scopes: match.scopes };
}

/** A new random key, and the entry of `API_KEYS` that lets it in. */
export function createApiKey(name: string, scopes: readonly ApiKeyScope[]): { key: string; entry: string } {
  const key = `cs_${randomBytes(KEY_BYTES).toString('base64url')}`;
  return { key, entry: `${name}=${scopes.join('+')}=${sha256(key).toString('hex')}` };
}

/** What is wrong with a name or its scopes; nothing where they are good. */
export function apiKeyFaults(name: string, scopes: readonly string[]): string[] {
  const faults = NAME.test(name) ? [] : [`the name ${JSON.stringify(name)} may have only a-z, 0-9 and -`];
  if (scopes.length === 0) faults.push(`no scope is given: ${apiKeyScopes.join(', ')}`);
  const unknown = scopes.filter((scope) => !isApiKeyScope(scope));
  return [
    ...faults,
    ...unknown.map((scope) => `there is no scope ${JSON.stringify(scope)}: ${apiKeyScopes.join(', ')}`),
  ];
}

/** Reads the value of `API_KEYS`. No fault shows what may be a key: it would stand in a log. */
export function parseApiKeys(value: string): { keys: ApiKey[]; faults: string[] } {
  const keys: ApiKey[] = [];
  const faults: string[] = [];
  for (const [index, entry] of value.split(',').entries()) {
    const { key, found } = parseEntry(entry.trim(), keys);
    faults.push(...found.map((fault) => `entry ${index + 1}: ${fault}`));
    if (found.length === 0) keys.push(key);
  }
  return { keys, faults };
}

function parseEntry(entry: string, earlier: readonly ApiKey[]): { key: ApiKey; found: string[] } {
  const [name = '', scopes = '', hash = ''] = entry.split('=');
  const named = scopes.split('+').filter((scope) => scope !== '');
  const key = { name, scopes: named.filter(isApiKeyScope), sha256: Buffer.from(hash, 'hex') };
  const misshapen = shapeFault(entry);
  if (misshapen !== null) return { key, found: [misshapen] };
  const found = apiKeyFaults(name, named);
  if (!SHA256_HEX.test(hash)) found.push('the third part is not a SHA-256 of 64 hex digits');
  if (earlier.some((other) => other.name === name)) found.push(`the name ${name} is there twice`);
  return { key, found };
}

/** Why an entry is none at all, in words that show nothing of it. */
function shapeFault(entry: string): string | null {
  if (LOOKS_LIKE_A_KEY.test(entry)) return 'this has the key itself, not its entry';
  const isWhole = entry.split('=').length === ENTRY_PARTS;
  return isWhole ? null : 'an entry has three parts, NAME=SCOPES=HASH';
}

/** Whether a string is a scope. */
export function isApiKeyScope(scope: string): scope is ApiKeyScope {
  return apiKeyScopes.some((known) => known === scope);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
