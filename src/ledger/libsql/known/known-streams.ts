import type { Entry, Stream, StreamView } from '../../../claims/history/types.ts';
import type { Intent } from '../../intend.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Ledger } from '../../ledger.ts';

/** A few kilobytes each. */
const MAX_STREAMS = 2_000;

/**
 * The same ledger, where this process is the only one that writes it: what it has just written or read of a stream it
 * knows, and nobody waits for the database to say it again. Of a stream that something went wrong with it knows nothing.
 */
export function withKnownStreams(ledger: Ledger): Ledger {
  const known = new KnownStreams();
  return { ...ledger, ...reads(ledger, known), ...writes(ledger, known), ...ends(ledger, known) };
}

function reads(ledger: Ledger, known: KnownStreams): Pick<Ledger, 'read' | 'markers'> {
  return {
    read: async (streams, from = new Map()) => {
      const views = new Map(streams.flatMap((stream) => (from.has(stream) ? [] : known.entry(stream))));
      const missing = streams.filter((stream) => !views.has(stream));
      if (missing.length === 0) return views;
      const { drops } = known;
      const read = await ledger.read(missing, from);
      for (const [stream, view] of read) if (!from.has(stream)) known.add(stream, view, drops);
      return new Map([...views, ...read]);
    },
    markers: async (streams) => {
      const views = new Map(streams.flatMap((stream) => known.entry(stream)));
      const missing = streams.filter((stream) => !views.has(stream) && !known.isWithoutLog(stream));
      const { drops } = known;
      const asked = missing.length === 0 ? new Map<Stream, string | null>() : await ledger.markers(missing);
      for (const stream of missing) if (!asked.has(stream)) known.addWithoutLog(stream, drops);
      for (const [stream, { head }] of views) if (head !== null) asked.set(stream, head.landing.marker);
      return asked;
    },
  };
}

function writes(ledger: Ledger, known: KnownStreams): Pick<Ledger, 'intend' | 'applied'> {
  return {
    intend: async (intents, command) => {
      const streams = intents.map(({ stream }) => stream);
      const outcomes = await known.unlessItFails(streams, () => ledger.intend(intents, command));
      for (const [index, intent] of intents.entries()) {
        if (outcomes[index] === 'INTENDED') known.intended(intent);
        else known.drop(intent.stream);
      }
      return outcomes;
    },
    applied: async (landed) => {
      const streams = landed.map(({ stream }) => stream);
      // It has landed, whenever the database gets to know it.
      for (const { stream, seq } of landed) known.applied(stream, seq);
      const outcomes = await known.unlessItFails(streams, () => ledger.applied(landed));
      for (const [index, { stream }] of landed.entries()) if (outcomes[index] === 'GONE') known.drop(stream);
      return outcomes;
    },
  };
}

/** What comes rarely: of these streams nothing is known then. */
function ends(ledger: Ledger, known: KnownStreams): Pick<Ledger, 'withdraw' | 'end' | 'forget'> {
  return {
    withdraw: (intent) =>
      ledger.withdraw(intent).finally(() => {
        known.drop(intent.stream);
      }),
    end: (ended) =>
      ledger.end(ended).finally(() => {
        for (const { stream } of ended) known.drop(stream);
      }),
    forget: (userId) =>
      ledger.forget(userId).finally(() => {
        known.clear();
      }),
  };
}

class KnownStreams {
  /** Those that were used last are at the end. */
  readonly #views = new Map<Stream, StreamView>();
  /** Sessions that are read, and were never changed. */
  readonly #withoutLog = new Set<Stream>();
  #drops = 0;

  entry(stream: Stream): [Stream, StreamView][] {
    const view = this.#views.get(stream);
    if (view === undefined) return [];
    this.#set(stream, view);
    return [[stream, view]];
  }

  /** How often something was dropped: what was asked for before that may be as it was then. */
  get drops(): number {
    return this.#drops;
  }

  /** What was read; of what has been written meanwhile more is known. */
  add(stream: Stream, view: StreamView, drops: number): void {
    if (!this.#views.has(stream) && drops === this.#drops) this.#set(stream, view);
  }

  isWithoutLog(stream: Stream): boolean {
    return this.#withoutLog.has(stream);
  }

  addWithoutLog(stream: Stream, drops: number): void {
    if (this.#views.has(stream) || drops !== this.#drops) return;
    this.#withoutLog.add(stream);
    keepNewest(this.#withoutLog, MAX_STREAMS);
  }

  intended({ stream, expectedSeq, head, entries }: Intent): void {
    const before = this.#views.get(stream);
    const isFirst = expectedSeq === null;
    if (!isFirst && before?.head?.seq !== expectedSeq) {
      this.drop(stream);
      return;
    }
    this.#set(stream, viewOf(head, [...(isFirst ? [] : (before?.entries ?? [])), ...entries]));
  }

  applied(stream: Stream, seq: number): void {
    const view = this.#views.get(stream);
    if (view === undefined || view.head === null) {
      // Whoever reads it now may get it as it was before.
      this.drop(stream);
      return;
    }
    const entries = view.entries.map((entry): Entry =>
      entry.seq <= seq && entry.state === 'INTENDED' ? { ...entry, state: 'APPLIED' } : entry,
    );
    this.#set(stream, viewOf(view.head, entries));
  }

  /** What becomes of the streams is not known where this fails. */
  async unlessItFails<T>(streams: readonly Stream[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      for (const stream of streams) this.drop(stream);
      throw error;
    }
  }

  drop(stream: Stream): void {
    this.#drops += 1;
    this.#views.delete(stream);
    this.#withoutLog.delete(stream);
  }

  clear(): void {
    this.#drops += 1;
    this.#views.clear();
    this.#withoutLog.clear();
  }

  #set(stream: Stream, view: StreamView): void {
    this.#withoutLog.delete(stream);
    this.#views.delete(stream);
    this.#views.set(stream, view);
    keepNewest(this.#views, MAX_STREAMS);
  }
}

/** As the database answers: from the first open entry on. */
function viewOf(head: NonNullable<StreamView['head']>, entries: readonly Entry[]): StreamView {
  const open = entries.findIndex(({ state }) => state === 'INTENDED');
  const kept = open < 0 ? [] : entries.slice(open);
  return { head, entries: kept, completeFrom: kept[0]?.seq ?? head.seq + 1 };
}
