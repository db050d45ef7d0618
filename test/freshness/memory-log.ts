import type { Entry, KeyWrite } from '../../src/claims/history/types.ts';
import type { EventSource } from '../../src/freshness/ports.ts';
import type { FeedEvent } from '../../src/ledger/ledger.ts';
import { change } from '../ledger/world.ts';

/** The events of a ledger, in memory; with faults, as a test wants them. */
export class MemoryLog implements EventSource {
  epoch = 1;
  events_: FeedEvent[] = [];
  reads = 0;
  failure: Error | null = null;
  /** Runs before each answer, as others write meanwhile. */
  meanwhile: () => void = () => undefined;

  add(event: Partial<Entry> & { readonly userId?: string | null } = {}): FeedEvent {
    const { userId = 'user', ...fields } = event;
    const position = `${this.epoch}.${this.events_.length + 1}`;
    const added = {
      position,
      change: change('API_KEY', { userId }),
      entry: { ...entry(this.events_.length), ...fields },
    };
    this.events_.push(added);
    return added;
  }

  /** As a database that is restored to an earlier time. */
  restore(): void {
    this.epoch += 1;
    this.events_ = [];
  }

  async events(
    after: string | { readonly sinceMillis: number },
    limit: number,
  ): Promise<Awaited<ReturnType<EventSource['events']>>> {
    await Promise.resolve();
    this.reads += 1;
    this.meanwhile();
    if (this.failure !== null) throw this.failure;
    const [epoch, seq] = typeof after === 'string' ? after.split('.').map(Number) : [this.epoch, 0];
    const isGap = epoch !== this.epoch;
    const start = isGap ? 0 : (seq ?? 0);
    const events = this.events_.slice(start, start + limit);
    const position = `${this.epoch}.${start + events.length}`;
    return { events, position, isFull: events.length === limit, nowMillis: 5_000, completeUntilMillis: 4_990, isGap };
  }
}

export function entry(number = 0): Entry {
  return {
    ...{ stream: 'session:s', seq: number + 1, changeId: 'c', kind: 'WRITE', state: 'APPLIED', seen: null },
    writes: [write({ takesAway: true })],
    previousHash: `hash-${number}`,
    landing: { marker: `${number + 1}abcd`, hash: `hash-${number + 1}` },
  };
}

export function write(fields: Partial<KeyWrite> = {}): KeyWrite {
  return { key: 'plan', kind: 'UPDATED', takesAway: false, ...fields };
}
