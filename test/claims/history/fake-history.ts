import type { ChangesFilter, LedgerHistory, StreamHeads, Target } from '../../../src/claims/history/history.ts';
import { type HistoryService, historyService } from '../../../src/claims/history/service.ts';
import type { Change, Entry, Head, KeyWrite, Stream } from '../../../src/claims/history/types.ts';
import { type FakeCore } from '../fakes.ts';

const NOBODY = { reason: null, userId: null, mode: null, requestId: null, reverts: null, causedBy: null };

const SET_PLAN: readonly KeyWrite[] = [{ key: 'plan', kind: 'ADDED', after: 'PRO', takesAway: false }];

/** The past of a fake core, in memory. */
export class FakeHistory implements LedgerHistory, StreamHeads {
  readonly recorded: Change[] = [];
  readonly entries: Entry[] = [];
  readonly settled: Stream[] = [];
  readonly heads = new Map<Stream, Head>();
  readonly service: HistoryService;

  constructor(core: FakeCore) {
    this.service = historyService({
      ...core.parts,
      ...{ history: this, heads: this, settle: (streams) => this.settle(streams) },
    });
  }

  /** Records a change that set a key of a stream, or did nothing to any. */
  record(
    actor: Partial<Change['actor']>,
    change: Partial<Change>,
    streams: readonly Stream[] = [],
    writes: readonly KeyWrite[] = SET_PLAN,
  ): string {
    const nextId = `00000000-0000-7000-8000-${String(this.recorded.length).padStart(12, '0')}`;
    const by = { kind: 'USER', id: null, name: null, ...actor } as const;
    const { id = nextId } = change;
    this.recorded.push({ ...NOBODY, id, atMillis: this.recorded.length, actor: by, ...change });
    for (const stream of streams) this.add(id, stream, writes);
    return id;
  }

  /** One more target of a change. */
  add(changeId: string, stream: Stream, writes: readonly KeyWrite[], state: Entry['state'] = 'APPLIED'): void {
    this.entries.push({ ...entryOf(changeId, stream, writes), state });
  }

  /** What is open has landed by now. */
  settle(streams: readonly Stream[]): Promise<void> {
    this.settled.push(...streams);
    const settled = this.entries.map((entry) =>
      streams.includes(entry.stream) ? { ...entry, state: 'APPLIED' as const } : entry,
    );
    this.entries.splice(0, this.entries.length, ...settled);
    return Promise.resolve();
  }

  changesById(ids: readonly string[]): Promise<ReadonlyMap<string, Change>> {
    const found = this.recorded.filter(({ id }) => ids.includes(id));
    return Promise.resolve(new Map(found.map((change) => [change.id, change])));
  }

  changes(filter: ChangesFilter, { first, after }: { readonly first: number; readonly after?: string }) {
    const fits = this.recorded.filter((change) => this.#fits(filter, change));
    const following = fits.toReversed().filter(({ id }) => after === undefined || id < after);
    return Promise.resolve({ items: following.slice(0, first), hasNextPage: following.length > first });
  }

  targets(changeId: string, { first, after = 0 }: { readonly first: number; readonly after?: number }) {
    const all = this.entries.map((entry, index) => ({ entry, cursor: index + 1 }));
    const following = all.filter(({ entry, cursor }) => entry.changeId === changeId && cursor > after);
    return Promise.resolve({ items: following.slice(0, first), hasNextPage: following.length > first });
  }

  changedSince(stream: Stream, { cursor }: Target): Promise<ReadonlySet<string>> {
    const later = this.entries.slice(cursor).filter((entry) => entry.stream === stream);
    return Promise.resolve(new Set(later.flatMap(({ writes }) => writes.map(({ key }) => key))));
  }

  revertedBy(changeId: string): Promise<readonly Change[]> {
    return Promise.resolve(this.recorded.filter(({ reverts }) => reverts === changeId).toReversed());
  }

  open() {
    return Promise.resolve({ count: 0, oldestAtMillis: null });
  }

  read(streams: readonly Stream[]) {
    const view = (stream: Stream) => ({ head: this.heads.get(stream) ?? null, entries: [], completeFrom: 0 });
    return Promise.resolve(new Map(streams.map((stream) => [stream, view(stream)])));
  }

  #fits({ userId, stream, actorKind, actorId }: ChangesFilter, { id, ...change }: Change): boolean {
    const isOfStream = this.entries.some((entry) => entry.changeId === id && entry.stream === stream);
    return (
      (userId === undefined || change.userId === userId) &&
      (stream === undefined || isOfStream) &&
      (actorKind === undefined || change.actor.kind === actorKind) &&
      (actorId === undefined || change.actor.id === actorId)
    );
  }
}

function entryOf(changeId: string, stream: Stream, writes: readonly KeyWrite[]): Entry {
  const landing = { marker: null, hash: '' };
  const where = { stream, seq: 1, changeId, kind: 'WRITE', state: 'APPLIED' } as const;
  return { ...where, writes, previousHash: '', landing, seen: null };
}
