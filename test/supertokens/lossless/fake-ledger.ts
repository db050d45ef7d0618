import type { Entry, Head, Stream, StreamView } from '../../../src/claims/history/types.ts';
import type { Intent } from '../../../src/ledger/intend.ts';
import type { IdempotentCommand, IntendOutcome, Landed, Ledger, MarkOutcome } from '../../../src/ledger/ledger.ts';

/** What of a ledger the rule uses. */
type UsedByTheRule = Pick<
  Ledger,
  'read' | 'markers' | 'intend' | 'withdraw' | 'applied' | 'unanswered' | 'ending' | 'end' | 'wake'
>;

/** A ledger in memory, which writes down in which order it is used. */
export class FakeLedger implements UsedByTheRule {
  readonly steps: string[];
  readonly entries: Entry[] = [];
  readonly heads = new Map<Stream, Head>();
  /** The idempotency keys of the intents. */
  readonly commands: (string | undefined)[] = [];
  /** What a step is to fail with, or to do before it is done. */
  readonly before = new Map<string, () => Promise<void> | void>();

  constructor(steps: string[] = []) {
    this.steps = steps;
  }

  async read(streams: readonly Stream[], from?: ReadonlyMap<Stream, number>): Promise<Map<Stream, StreamView>> {
    await this.#step('ledger.read');
    return new Map(streams.map((stream) => [stream, this.#view(stream, from?.get(stream))]));
  }

  async markers(streams: readonly Stream[]): Promise<Map<Stream, string | null>> {
    await this.#step('ledger.markers');
    const heads = streams.flatMap((stream) => this.heads.get(stream) ?? []);
    return new Map(heads.map(({ stream, landing }) => [stream, landing.marker]));
  }

  async intend(intents: readonly Intent[], command?: IdempotentCommand): Promise<readonly IntendOutcome[]> {
    await this.#step('intend');
    this.commands.push(command?.key);
    return intents.map((intent) => {
      if ((this.heads.get(intent.stream)?.seq ?? null) !== intent.expectedSeq) return 'TAKEN';
      this.heads.set(intent.stream, intent.head);
      this.entries.push(...intent.entries);
      return 'INTENDED';
    });
  }

  async withdraw({ stream, head, headBefore }: Intent): Promise<boolean> {
    await this.#step('withdraw');
    const found = this.heads.get(stream);
    if (found !== undefined && found.seq !== head.seq) return false;
    if (found !== undefined) this.heads.set(stream, { ...headBefore, seq: head.seq + 1 });
    const from = found === undefined ? 'APPLIED' : 'INTENDED';
    for (const { seq, state } of this.entries)
      if (seq > headBefore.seq && seq <= head.seq && state === from) this.#set(stream, seq, 'NOT_APPLIED');
    return true;
  }

  async applied(landed: readonly Landed[]): Promise<readonly MarkOutcome[]> {
    await this.#step('applied');
    return landed.map(({ stream, seq }) => {
      for (const entry of this.entries.filter((one) => one.seq <= seq && one.state === 'INTENDED')) {
        this.#set(stream, entry.seq, 'APPLIED');
      }
      return this.heads.get(stream)?.seq === seq ? 'MARKED' : 'NEWER';
    });
  }

  unanswered(): Promise<void> {
    return this.#step('unanswered');
  }

  ending(): Promise<void> {
    return this.#step('ending');
  }

  wake(): Promise<void> {
    return this.#step('wake');
  }

  async end(ended: readonly { readonly stream: Stream }[]): Promise<void> {
    await this.#step('end');
    for (const { stream } of ended) {
      this.heads.delete(stream);
      for (const { seq, state } of this.entries) if (state === 'INTENDED') this.#set(stream, seq, 'APPLIED');
    }
  }

  /** The numbers and states of all entries. */
  states(): readonly string[] {
    return this.entries.map(({ seq, state }) => `${seq} ${state}`);
  }

  #view(stream: Stream, from = Number.POSITIVE_INFINITY): StreamView {
    const own = this.entries.filter((entry) => entry.stream === stream);
    const head = this.heads.get(stream) ?? null;
    const open = own.find(({ state }) => state === 'INTENDED')?.seq ?? Number.POSITIVE_INFINITY;
    const completeFrom = Math.min(from, open, (head?.seq ?? 0) + 1);
    return { head, entries: own.filter(({ seq }) => seq >= completeFrom), completeFrom };
  }

  #set(stream: Stream, seq: number, state: Entry['state']): void {
    const index = this.entries.findIndex((entry) => entry.stream === stream && entry.seq === seq);
    const entry = this.entries[index];
    if (entry !== undefined) this.entries[index] = { ...entry, state };
  }

  async #step(name: string): Promise<void> {
    this.steps.push(name);
    const before = this.before.get(name);
    this.before.delete(name);
    await Promise.resolve(before?.());
  }
}
