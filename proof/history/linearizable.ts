import { isSameJson } from '../../src/claims/merge.ts';
import type { ClaimsPayload } from '../../src/claims/types.ts';

/** One operation on the claims of one session, as its client saw it. */
export interface Operation {
  readonly client: string;
  readonly about: string;
  readonly startedAtMillis: number;
  readonly endedAtMillis: number;
  /** What it does to the claims, in the sequential model. */
  readonly apply: (claims: ClaimsPayload) => ClaimsPayload;
  /** The claims that its answer showed, where it showed any. */
  readonly seen: ClaimsPayload | null;
  /** DONE: acknowledged. NOT_DONE: refused, without effect. UNKNOWN: may take effect at any later time, once, or never. */
  readonly outcome: 'DONE' | 'NOT_DONE' | 'UNKNOWN';
}

/** An operation in its place, with the claims that it leaves behind. */
export interface Placed {
  readonly operation: Operation;
  readonly after: ClaimsPayload;
}

/** Either an order that explains everything, or how far one can be found and what cannot come next. */
export type Verdict =
  | { readonly isLinearizable: true; readonly order: readonly Placed[] }
  | { readonly isLinearizable: false; readonly order: readonly Placed[]; readonly stuck: readonly Operation[] };

/**
 * Whether the operations on one session have an order in which each acknowledged one takes effect at one moment between
 * its start and its end, saw what it saw, and which ends in the final claims. An exhaustive search that remembers where
 * it has been (Wing and Gong, "Testing and Verifying Concurrent Objects", 1993; Lowe, "Testing for Linearizability",
 * 2017). Its time grows with the number of operations that overlap, not with the length of the history.
 */
export function checkHistory(operations: readonly Operation[], initial: ClaimsPayload, final: ClaimsPayload): Verdict {
  const candidates = operations.filter(({ outcome }) => outcome !== 'NOT_DONE');
  const search = new Search(candidates, final);
  const order = search.from(initial);
  if (order !== null) return { isLinearizable: true, order };
  const placed = new Set(search.longest.map(({ operation }) => operation));
  const stuck = candidates.filter((one) => one.outcome === 'DONE' && !placed.has(one));
  return { isLinearizable: false, order: search.longest, stuck };
}

class Search {
  readonly #operations: readonly Operation[];
  readonly #final: ClaimsPayload;
  readonly #visited = new Set<string>();
  readonly #isPlaced: boolean[];
  readonly #order: Placed[] = [];
  longest: readonly Placed[] = [];

  constructor(operations: readonly Operation[], final: ClaimsPayload) {
    this.#operations = operations.toSorted((a, b) => a.startedAtMillis - b.startedAtMillis);
    this.#final = final;
    this.#isPlaced = this.#operations.map(() => false);
  }

  /** The order of what is left, begun at these claims; null where there is none. */
  from(claims: ClaimsPayload): readonly Placed[] | null {
    const left = this.#operations.filter((_, at) => this.#isPlaced[at] !== true);
    if (left.every(({ outcome }) => outcome === 'UNKNOWN') && isSameJson(claims, this.#final)) return [...this.#order];
    if (this.#order.length >= this.longest.length) this.longest = [...this.#order];
    if (this.#wasHere(claims)) return null;
    // Whoever acknowledged first must be placed before all that started later.
    const firstEnd = Math.min(...left.map(endOf));
    for (const [at, operation] of this.#operations.entries()) {
      if (this.#isPlaced[at] === true || operation.startedAtMillis > firstEnd) continue;
      const after = operation.apply(claims);
      if (!fits(operation, after)) continue;
      // Left for later it can still do all that it can do here, which is nothing.
      if (operation.outcome === 'UNKNOWN' && isSameJson(after, claims)) continue;
      const found = this.#with(at, { operation, after });
      if (found !== null) return found;
    }
    return null;
  }

  #with(at: number, placed: Placed): readonly Placed[] | null {
    this.#isPlaced[at] = true;
    this.#order.push(placed);
    const found = this.from(placed.after);
    this.#order.pop();
    this.#isPlaced[at] = false;
    return found;
  }

  #wasHere(claims: ClaimsPayload): boolean {
    const placed = this.#isPlaced.map(Number).join('');
    const key = `${placed} ${JSON.stringify(Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
    if (this.#visited.has(key)) return true;
    this.#visited.add(key);
    return false;
  }
}

function endOf({ outcome, endedAtMillis }: Operation): number {
  return outcome === 'UNKNOWN' ? Infinity : endedAtMillis;
}

function fits({ outcome, seen }: Operation, after: ClaimsPayload): boolean {
  return outcome === 'UNKNOWN' || seen === null || isSameJson(seen, after);
}

/** A history that has no order, as a small table for people: how far it can be explained, and what contradicts it. */
export function explain(verdict: Verdict, initial: ClaimsPayload, final: ClaimsPayload): string {
  if (verdict.isLinearizable) return 'The history has an order.';
  const claims = verdict.order.at(-1)?.after ?? initial;
  const rows = [
    ['from', 'to', 'client', 'operation', 'claims after it'],
    ['', '', '', 'at first', JSON.stringify(initial)],
    ...verdict.order.map(({ operation, after }) => [...cells(operation), JSON.stringify(after)]),
    ...verdict.stuck.map((operation) => [...cells(operation), contradiction(operation, claims)]),
    ['', '', '', 'found at the end', JSON.stringify(final)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function cells({ startedAtMillis, endedAtMillis, outcome, client, about }: Operation): string[] {
  const end = outcome === 'UNKNOWN' ? 'unknown' : String(Math.round(endedAtMillis));
  return [String(Math.round(startedAtMillis)), end, client, about];
}

function contradiction(operation: Operation, claims: ClaimsPayload): string {
  const after = JSON.stringify(operation.apply(claims));
  return operation.seen === null
    ? `CANNOT BE PLACED: here it would lead to ${after}`
    : `CANNOT BE PLACED: it saw ${JSON.stringify(operation.seen)}, here it would lead to ${after}`;
}
