import type { ActorKind, Change, Entry, EntryState, Stream, StreamView } from './types.ts';

/** All that are given must fit. */
export interface ChangesFilter {
  readonly userId?: string;
  readonly stream?: Stream;
  readonly key?: string;
  readonly actorKind?: ActorKind;
  readonly actorId?: string;
  /** Of one of its entries. */
  readonly status?: EntryState;
  /** Not before this time. */
  readonly sinceMillis?: number;
  /** Before this time. */
  readonly untilMillis?: number;
}

export interface Page<Item, Position = string> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** Where to go on, where the search ended before the page was full: after the last one that was looked at. */
  readonly cutAfter?: Position;
}

/** What a change did to one stream, and where that is among all entries, in the order in which the database took them. */
export interface Target {
  readonly entry: Entry;
  readonly cursor: number;
}

/** Entries whose write is not known to have landed. */
export interface OpenEntries {
  readonly count: number;
  /** Since when the oldest is open; null where nothing is. */
  readonly oldestAtMillis: number | null;
}

/** What may be asked of the past. */
export interface LedgerHistory {
  /** By id; those that are not there are left out. */
  changesById(ids: readonly string[]): Promise<ReadonlyMap<string, Change>>;
  /** One page, the newest first; `after` is the id of the last change of the page before. */
  changes(filter: ChangesFilter, page: { readonly first: number; readonly after?: string }): Promise<Page<Change>>;
  /** What a change did to each stream, in the order of its intents. */
  targets(changeId: string, page: { readonly first: number; readonly after?: number }): Promise<Page<Target, number>>;
  /**
   * The keys that were changed in a stream after a target in another one was intended. The database says what is after, for
   * the clocks of processes differ, and so do the ids of changes that are made by them. What that other stream led to is as
   * old as it is there, however late it reaches this one: a change that has an entry in both, and what began with it.
   */
  changedSince(stream: Stream, since: Target): Promise<ReadonlySet<string>>;
  /** Which changes undo this one, the newest first; 100 at most. */
  revertedBy(changeId: string): Promise<readonly Change[]>;
  /** What is open, in all streams. */
  open(): Promise<OpenEntries>;
}

const TARGETS_AT_A_TIME = 500;

/** What a change did to each stream, to the last one. */
export async function* entriesOfChange(
  history: Pick<LedgerHistory, 'targets'>,
  changeId: string,
): AsyncGenerator<Entry, void, void> {
  for await (const { entry } of targetsOfChange(history, changeId)) yield entry;
}

/** The same, with the place of each. */
export async function* targetsOfChange(
  history: Pick<LedgerHistory, 'targets'>,
  changeId: string,
): AsyncGenerator<Target, void, void> {
  let page = await history.targets(changeId, { first: TARGETS_AT_A_TIME });
  for (;;) {
    yield* page.items;
    const last = page.items.at(-1);
    if (!page.hasNextPage || last === undefined) return;
    page = await history.targets(changeId, { first: TARGETS_AT_A_TIME, after: last.cursor });
  }
}

/** What the log makes of streams now. */
export interface StreamHeads {
  read(streams: readonly Stream[]): Promise<ReadonlyMap<Stream, StreamView>>;
}
