import type { ClaimsPayload, JsonValue } from '../types.ts';
import type { DeclaredClaim } from './types.ts';

/** What stands in the header `x-claims-version`; a claim of that name has no header. */
const VERSION_FIELD = 'version';

/**
 * The declared claims of a payload as headers: `x-claims-<field>`, with the value as JSON, percent-encoded, since headers
 * are ASCII. Names of headers have no case: fields that differ in nothing else would say two things, and have none.
 */
export function claimHeaders(claims: readonly DeclaredClaim[], payload: ClaimsPayload): Record<string, string> {
  const names = claims.map(({ field }) => field.toLowerCase());
  const isPlain = (name: string): boolean => name !== VERSION_FIELD && names.indexOf(name) === names.lastIndexOf(name);
  return Object.fromEntries(
    claims.flatMap(({ field, key }) => {
      const name = field.toLowerCase();
      const value = valueIn(payload, key);
      if (value === undefined || !isPlain(name)) return [];
      return [[`x-claims-${name}`, encodeURIComponent(JSON.stringify(value))]];
    }),
  );
}

/** Session variables for Hasura: the user's id, and what `@claim(hasura:)` maps; all are strings there. */
export function hasuraVariables(
  claims: readonly DeclaredClaim[],
  { userId, payload }: { readonly userId: string; readonly payload: ClaimsPayload },
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { key, hasura } of claims) {
    const value = valueIn(payload, key);
    if (hasura !== null && value !== undefined && value !== null) variables[hasura] = hasuraText(value);
  }
  const hasUser = Object.keys(variables).some((name) => name.toLowerCase() === 'x-hasura-user-id');
  return hasUser ? variables : { 'X-Hasura-User-Id': userId, ...variables };
}

/** A list is written as PostgreSQL writes an array, which is how Hasura reads one. */
function hasuraText(value: JsonValue): string {
  if (Array.isArray(value)) return `{${value.map(arrayItem).join(',')}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function arrayItem(item: JsonValue): string {
  if (item === null) return 'NULL';
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function valueIn(payload: ClaimsPayload, key: string): JsonValue | undefined {
  return Object.hasOwn(payload, key) ? payload[key] : undefined;
}
