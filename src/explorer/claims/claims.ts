import { diffClaims } from '../../claims/merge.ts';
import { isReservedKey } from '../../claims/reserved.ts';
import type { ClaimsPayload, JsonValue } from '../../claims/types.ts';

/** What became of a claim with a newer token. */
export type Mark = 'added' | 'updated' | 'removed';

/** A line of the list of claims; a removed one shows the value that it had. */
export interface ClaimRow {
  readonly key: string;
  readonly value: JsonValue;
  /** Undefined: there was none, or it has not changed. */
  readonly before?: JsonValue | undefined;
  readonly mark: Mark | null;
}

/** The members of a payload that are claims. */
export function claimsOf(payload: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !isReservedKey(key)));
}

/** The members of a payload that are not claims: the token's own, and those of SuperTokens. */
export function reservedOf(payload: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => isReservedKey(key)));
}

/** The claims of a payload, what changed since the payload before first, then by name; null: there was none before. */
export function claimRows(before: ClaimsPayload | null, after: ClaimsPayload): ClaimRow[] {
  const now = claimsOf(after);
  const then = before === null ? now : claimsOf(before);
  const marks = marksBetween(then, now);
  const rows = Object.entries({ ...then, ...now }).map(([key, value]) => {
    const mark = marks.get(key) ?? null;
    return mark === 'updated' ? { key, value, mark, before: then[key] } : { key, value, mark };
  });
  return rows.sort((one, other) => rank(one) - rank(other) || (one.key < other.key ? -1 : 1));
}

/** The rows that show a text in their key or in their value, whatever its case. */
export function matchingRows(rows: readonly ClaimRow[], text: string): readonly ClaimRow[] {
  const wanted = text.trim().toLowerCase();
  const isMatch = ({ key, value }: ClaimRow): boolean =>
    `${key} ${JSON.stringify(value)}`.toLowerCase().includes(wanted);
  return wanted === '' ? rows : rows.filter(isMatch);
}

function marksBetween(then: ClaimsPayload, now: ClaimsPayload): ReadonlyMap<string, Mark> {
  const { added, updated, removed } = diffClaims(then, now);
  const all = { added, updated, removed };
  const kinds = ['added', 'updated', 'removed'] as const;
  return new Map(kinds.flatMap((mark) => all[mark].map((key): [string, Mark] => [key, mark])));
}

function rank({ mark }: ClaimRow): number {
  return mark === null ? 1 : 0;
}
