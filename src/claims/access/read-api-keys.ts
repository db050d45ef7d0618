import { type ApiKey, apiKeyScopes, isApiKeyScope } from './api-key.ts';
import { readBounds } from './read-bounds.ts';

const NAME = /^[a-z0-9-]+$/;
/** A key wherever it stands in an entry, cut off or not. */
const LOOKS_LIKE_A_KEY = /cs_[\w-]{16}/;
const ENTRY_PARTS = 3;
const SHA256_HEX = /^[0-9a-f]{64}$/i;

/** The keys of a list, and what is wrong with the others; `index` counts from 0. */
export interface ReadApiKeys {
  readonly keys: readonly ApiKey[];
  readonly faults: readonly { readonly index: number; readonly message: string }[];
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

/**
 * Reads entries, `NAME=SCOPES=HASH`, with bounds after a `;`. No fault shows what may be a key: it would stand in a log.
 * The names of `others` are taken.
 */
export function readApiKeys(entries: readonly string[], others: readonly ApiKey[] = []): ReadApiKeys {
  const keys: ApiKey[] = [];
  const faults: { index: number; message: string }[] = [];
  for (const [index, entry] of entries.entries()) {
    const { key, found } = readEntry(entry.trim(), [...others, ...keys]);
    faults.push(...found.map((message) => ({ index, message })));
    if (found.length === 0) keys.push(key);
  }
  return { keys, faults };
}

function readEntry(entry: string, earlier: readonly ApiKey[]): { key: ApiKey; found: string[] } {
  const [identity = '', ...bindings] = entry.split(';');
  const [name = '', scopes = '', hash = ''] = identity.split('=');
  const named = scopes.split('+').filter((scope) => scope !== '');
  const { bounds, faults } = readBounds(bindings);
  const key = { name, scopes: named.filter(isApiKeyScope), sha256: Buffer.from(hash, 'hex'), bounds };
  const misshapen = shapeFault(entry, identity);
  if (misshapen !== null) return { key, found: [misshapen] };
  const found = [...apiKeyFaults(name, named), ...faults];
  if (!SHA256_HEX.test(hash)) found.push('the third part is not a SHA-256 of 64 hex digits');
  if (earlier.some((other) => other.name === name)) found.push(`the name ${name} is there twice`);
  return { key, found };
}

/** Why an entry is none at all, in words that show nothing of it. */
function shapeFault(entry: string, identity: string): string | null {
  if (LOOKS_LIKE_A_KEY.test(entry)) return 'this has the key itself, not its entry';
  const isWhole = identity.split('=').length === ENTRY_PARTS;
  return isWhole ? null : 'an entry has three parts, NAME=SCOPES=HASH';
}
