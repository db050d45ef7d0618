import pLimit from 'p-limit';
import Session from 'supertokens-node/recipe/session/index.js';

import { ClaimsetError } from '../../claims/errors.ts';
import type { Stream, StreamView } from '../../claims/history/types.ts';
import type { StoredSession } from '../../claims/types.ts';
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
 * asked once for all. Nothing is written: what is open is left to a sweep, which is woken. Without the ledger, sessions
 * are as they are stored.
 */
export async function readSessions(handles: readonly string[], journal: Journal): Promise<readonly Found[]> {
  const atATime = pLimit(SESSIONS_AT_A_TIME);
  const [views, found] = await Promise.all([
    viewsOf(journal, handles.map(sessionStream)),
    atATime.map(handles, (handle) => readStored(handle)),
  ]);
  if (views === null) return found;
  const more = new Map(found.flatMap((stored) => missingIn(stored, views)));
  const complete = more.size === 0 ? new Map() : await viewsOf(journal, [...more.keys()], more);
  const settled = found.map((stored) => settledBy(stored, views, complete ?? new Map()));
  const open = settled.flatMap((session) => (session?.isSettling === true ? [sessionStream(session.handle)] : []));
  if (open.length > 0) journal.inBackground(journal.ledger.wake(open));
  return settled;
}

async function readStored(handle: string): Promise<Found> {
  const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
  return found === undefined ? null : toStoredSession(found);
}

/** Null where the ledger does not answer: claims can be read all the same. */
async function viewsOf(
  journal: Journal,
  streams: readonly Stream[],
  from?: Map<Stream, number>,
): Promise<Views | null> {
  try {
    return await journal.ledger.read(streams, from);
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.code === 'LEDGER_UNAVAILABLE')) throw error;
    journal.inBackground(Promise.reject(error));
    return null;
  }
}

/** From where on entries must be read, after the core, to know what was found. */
function missingIn(stored: Found, views: Views): readonly (readonly [Stream, number])[] {
  const stream = stored === null ? null : sessionStream(stored.handle);
  const view = stream === null ? undefined : views.get(stream);
  if (stored === null || stream === null || view === undefined) return [];
  const settled = settle(stored.payload, view, false);
  return settled.status === 'NEEDS_ENTRIES' ? [[stream, settled.from]] : [];
}

function settledBy(stored: Found, views: Views, complete: Views): Found {
  if (stored === null) return null;
  const stream = sessionStream(stored.handle);
  const later = complete.get(stream);
  const view = later ?? views.get(stream);
  if (view === undefined) return stored;
  const settled = settle(stored.payload, view, later !== undefined);
  // What is written while one reads may be anywhere: it is as it is stored.
  return settled.status === 'SETTLED' ? asSettled(stored, settled) : stored;
}
