import { ClaimsetError } from '../../../claims/errors.ts';
import type { Change } from '../../../claims/history/types.ts';
import { isSameJson } from '../../../claims/merge.ts';
import type { ComputeClaims } from '../../../claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../../claims/types.ts';
import { withoutMarker } from '../../../ledger/marker.ts';
import type { Recording } from '../journal.ts';
import type { ChangeOutcome, PayloadStore, SharedWrite } from '../payload-store.ts';

/** What an order makes of a session. */
export interface Step {
  readonly next: ClaimsPayload;
  readonly named: readonly string[];
}

type Verdict =
  | { readonly kind: 'ended' | 'by its own write' }
  | { readonly kind: 'unchanged'; readonly stored: StoredSession }
  | { readonly kind: 'written'; readonly write: SharedWrite }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The core has refused what several had made together: each is to be tried alone. */
  | { readonly kind: 'again' };

/** One change of one session, from its function to what its caller is told; several may be carried out by one write. */
export class Order<Result, Written> {
  readonly store: PayloadStore<Written>;
  readonly recording: Recording | null;
  readonly #compute: ComputeClaims<Result>;
  #computed: { readonly result: Result } | undefined;
  #written: Written | null = null;
  #change: Change | undefined;
  #verdict: Verdict | undefined;

  constructor(store: PayloadStore<Written>, compute: ComputeClaims<Result>, recording: Recording | null) {
    this.store = store;
    this.recording = recording;
    this.#compute = compute;
  }

  /** What it makes of this; null where it leaves it as it is, or refuses, which concerns nobody else. */
  step(stored: StoredSession): Step | null {
    this.#verdict = undefined;
    try {
      const { next, named = [], result } = this.#compute(stored);
      this.#computed = { result };
      if (next !== null) return { next: this.recording === null ? next : withoutMarker(next), named };
      this.unchanged(stored);
    } catch (error) {
      this.fail(error);
    }
    return null;
  }

  /** The change that is recorded of it. */
  change(stored: StoredSession): Change {
    if (this.recording === null) throw new Error('without a ledger nothing is recorded');
    this.#change ??= this.recording.changeOf(stored);
    return this.#change;
  }

  /** Writes for all whose orders are in the payload. False where the session has ended. */
  async write(next: ClaimsPayload, stored: StoredSession): Promise<boolean> {
    this.#written = await this.store.write(next, stored);
    return this.#written !== null;
  }

  /** It has failed by itself. */
  get isRefused(): boolean {
    return this.#verdict?.kind === 'failed';
  }

  get isToBeTriedAlone(): boolean {
    return this.#verdict?.kind === 'again';
  }

  end(): void {
    this.#verdict = { kind: 'ended' };
  }

  unchanged(stored: StoredSession): void {
    this.#verdict = { kind: 'unchanged', stored };
  }

  /** `writer` is the order whose store has done it. */
  done(write: SharedWrite, writer: Order<unknown, unknown>): void {
    this.#verdict = writer === this ? { kind: 'by its own write' } : { kind: 'written', write };
  }

  fail(error: unknown): void {
    this.#verdict = { kind: 'failed', error };
  }

  tryAlone(): void {
    this.#verdict = { kind: 'again' };
  }

  /** What its caller is told, and gets. */
  async conclude(): Promise<ChangeOutcome<Result, Written>> {
    const verdict = this.#verdict;
    if (verdict === undefined || verdict.kind === 'again') throw new Error('an order was left alone');
    if (verdict.kind === 'failed') throw verdict.error;
    if (verdict.kind === 'ended' || this.#computed === undefined) return { kind: 'ended' };
    const { result } = this.#computed;
    if (verdict.kind === 'unchanged') return { kind: 'unchanged', stored: verdict.stored, result };
    const written = verdict.kind === 'written' ? await this.store.follow(verdict.write) : this.#written;
    return written === null ? { kind: 'ended' } : { kind: 'written', result, written };
  }
}

export type AnyOrder = Order<unknown, unknown>;

/** Whose store reads and writes for all: one with an access token, since its caller needs the new one. */
export function writerOf(orders: readonly AnyOrder[]): AnyOrder {
  const writer = orders.find(({ store }) => store.accessToken !== null) ?? orders[0];
  if (writer === undefined) throw new Error('there is no order');
  return writer;
}

/** What several orders make of a session, one after another. */
export interface Folded {
  /** The payload after all of them. */
  readonly payload: ClaimsPayload;
  /** Those that are part of the write. */
  readonly steps: readonly (Step & { readonly order: AnyOrder })[];
  /** Those that change nothing of what was found. */
  readonly idle: readonly AnyOrder[];
  /** Those that change nothing of what is only about to be written. */
  readonly bound: readonly AnyOrder[];
}

/**
 * Lets each order see what those before it have made. One that changes nothing is no part of the write, unless something
 * is open, whose landing would make that false (`isOpen`); with `recordsAll` the write itself counts as such.
 */
export function fold(
  orders: readonly AnyOrder[],
  found: StoredSession,
  { isOpen, recordsAll }: { readonly isOpen: boolean; readonly recordsAll: boolean },
): Folded {
  let { payload } = found;
  const steps: (Step & { order: AnyOrder })[] = [];
  const [idle, bound]: [AnyOrder[], AnyOrder[]] = [[], []];
  for (const order of orders) {
    const step = order.step({ ...found, payload });
    const isWritten = step !== null && (isOpen || !isSameJson(step.next, payload) || (recordsAll && steps.length > 0));
    if (isWritten) {
      steps.push({ ...step, order });
      payload = step.next;
    } else if (!order.isRefused) (steps.length > 0 ? bound : idle).push(order);
  }
  return { payload, steps, idle, bound };
}

/** Tells those that the write was done for; `stored` is what is stored now. */
export function concludeWritten({ steps, bound }: Folded, writer: AnyOrder, stored: StoredSession): void {
  const { accessToken, answer } = writer.store;
  for (const { order } of steps) order.done({ stored, accessToken, answer }, writer);
  for (const order of bound) order.unchanged(stored);
}

/** Tells those that the write should have been done for; `undecided` says what, where it may happen all the same. */
export function concludeFailed(
  { steps, bound }: Folded,
  error: unknown,
  undecided: ((order: AnyOrder) => unknown) | null = null,
): void {
  // The core has refused what several have made together, perhaps for what one of them did.
  const isForEach = steps.length > 1 && undecided === null && !(error instanceof ClaimsetError);
  for (const { order } of steps) {
    if (isForEach) order.tryAlone();
    else order.fail(undecided === null ? error : undecided(order));
  }
  for (const order of bound) order.tryAlone();
}

/** Tells those that the write should have been done for that there is no session. */
export function concludeEnded({ steps, bound }: Folded): void {
  for (const { order } of steps) order.end();
  for (const order of bound) order.end();
}
