import pLimit from 'p-limit';
import Session from 'supertokens-node/recipe/session/index.js';

import { ClaimsetError } from '../../claims/errors.ts';
import type { Stream, StreamView } from '../../claims/history/types.ts';
import type { StoredSession } from '../../claims/types.ts';
import { markerIn } from '../../ledger/marker.ts';
import { settle } from '../../ledger/settle.ts';
import { asSettled } from '../lossless/by-ledger.ts';
import { type Journal, sessionStream } from '../lossless/journal.ts';
import { askCore } from '../remote-core/ask.ts';
import { toStoredSession } from '../sdk/stored-session.ts';

const SESSIONS_AT_A_TIME = 16;

type Views = ReadonlyMap<Stream, StreamView>;
type Found = StoredSession | null;

/**
 * Sessions as the ledger makes of what is stored, in the order of their handles; null where one has ended. The ledger is
 * asked once for all, while the core is, for no more than the marker that each should carry; only of those that carry
 * another one more is read. Nothing is written: what is open, or has ended, is left to a sweep, which is woken. Without the ledger,
 * sessions are as they are stored.
 */
export async function readSessions(handles: readonly string[], journal: Journal): Promise<readonly Found[]> {
  const atATime = pLimit(SESSIONS_AT_A_TIME);
  const [markers, found] = await Promise.all([
    fromLedger(journal, (ledger) => ledger.markers(handles.map(sessionStream))),
    atATime.map(handles, (handle) => readStored(handle)),
  ]);
  wakeGone(handles, found, markers, journal);
  const differing = found.flatMap((stored) => (stored !== null && isDiffering(stored, markers) ? [stored] : []));
  if (differing.length === 0) return found;
  const settled = await settledSessions(differing, journal);
  return found.map((stored) => settled.get(stored) ?? stored);
}

/** What has a log still, and is not stored any more, has ended, and nobody has recorded that yet. */
function wakeGone(
  handles: readonly string[],
  found: readonly Found[],
  markers: ReadonlyMap<Stream, string | null> | null,
  journal: Journal,
): void {
  const gone = handles.filter((_, index) => found[index] === null).map(sessionStream);
  const unrecorded = gone.filter((stream) => markers?.has(stream) === true);
  if (unrecorded.length > 0) journal.inBackground(journal.ledger.wake(unrecorded));
}

/** A session without a log is as it is stored. Whoever has written on top of what the log says keeps its marker. */
function isDiffering({ handle, payload }: StoredSession, markers: ReadonlyMap<Stream, string | null> | null): boolean {
  const marker = markers?.get(sessionStream(handle));
  return marker !== undefined && (marker === null || marker !== markerIn(payload));
}

async function settledSessions(
  differing: readonly StoredSession[],
  journal: Journal,
): Promise<ReadonlyMap<Found, StoredSession>> {
  const streams = differing.map(({ handle }) => sessionStream(handle));
  const views = await fromLedger(journal, (ledger) => ledger.read(streams));
  if (views === null) return new Map();
  const more = new Map(differing.flatMap((stored) => missingIn(stored, views)));
  const complete = more.size === 0 ? null : await fromLedger(journal, (ledger) => ledger.read([...more.keys()], more));
  const settled = differing.map((stored) => settledBy(stored, views, complete ?? new Map()));
  const open = settled.flatMap((session) => (session.isSettling === true ? [sessionStream(session.handle)] : []));
  if (open.length > 0) journal.inBackground(journal.ledger.wake(open));
  return new Map(differing.map((stored, index) => [stored, settled[index] ?? stored]));
}

async function readStored(handle: string): Promise<Found> {
  const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
  return found === undefined ? null : toStoredSession(found);
}

/** Null where the ledger does not answer: claims can be read all the same. */
async function fromLedger<T>(journal: Journal, ask: (ledger: Journal['ledger']) => Promise<T>): Promise<T | null> {
  try {
    return await ask(journal.ledger);
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.code === 'LEDGER_UNAVAILABLE')) throw error;
    journal.inBackground(Promise.reject(error));
    return null;
  }
}

/** From where on entries must be read, after the core, to know what was found. */
function missingIn(stored: StoredSession, views: Views): readonly (readonly [Stream, number])[] {
  const stream = sessionStream(stored.handle);
  const view = views.get(stream);
  if (view === undefined) return [];
  const settled = settle(stored.payload, view, false);
  return settled.status === 'NEEDS_ENTRIES' ? [[stream, settled.from]] : [];
}

function settledBy(stored: StoredSession, views: Views, complete: Views): StoredSession {
  const stream = sessionStream(stored.handle);
  const later = complete.get(stream);
  const view = later ?? views.get(stream);
  if (view === undefined) return stored;
  const settled = settle(stored.payload, view, later !== undefined);
  // What is written while one reads may be anywhere: it is as it is stored.
  return settled.status === 'SETTLED' ? asSettled(stored, settled) : stored;
}
