import { handleOf } from '../history/reach.ts';
import type { Change, Entry } from '../history/types.ts';
import { isReservedKey } from '../reserved.ts';
import type { SessionResult } from '../service/change-session.ts';
import type { StandingResult } from '../service/change-standing.ts';
import type { KnownResults } from '../service/update-user-claims.ts';
import type { ClaimsChanges } from '../types.ts';
import type { CommandAnswer, Commands, RecalledCommand } from './commands.ts';

/** A change that was begun, and what is known to be done of it. */
export interface KnownChange extends KnownResults {
  readonly change: Change;
}

type Outcome = Pick<SessionResult | StandingResult, 'status' | 'message' | 'changes' | 'tokenSize'>;

/** Whether all of a command was done, so that nothing is left to be sent again. */
export function isFinal({ sessions, standing }: CommandAnswer): boolean {
  return [...sessions, ...(standing === null ? [] : [standing])].every(isDone) && isListed(standing);
}

function isDone({ status }: Outcome): boolean {
  return status !== 'FAILED' && status !== 'UNKNOWN';
}

/** Where the live sessions could not be listed, the result of the standing claims says so. */
function isListed(standing: StandingResult | null): boolean {
  return standing === null || standing.message === null || standing.status === 'REJECTED';
}

/** What is done of a command whose answer is missing, or left something open; null where nothing is. */
export async function knownOf(
  { changeId, answer }: RecalledCommand,
  commands: Pick<Commands, 'change' | 'settled'>,
): Promise<KnownChange | null> {
  const change = await commands.change(changeId);
  if (change === null) return null;
  const sessions = new Map<string, SessionResult>();
  let standing: StandingResult | null = null;
  let isLeftOpen = false;
  for (const entry of await commands.settled(changeId)) {
    const outcome = outcomeOf(entry);
    const handle = handleOf(entry.stream);
    if (outcome === null) continue;
    if (handle === null) [standing, isLeftOpen] = [outcome, outcome.status === 'UNKNOWN'];
    else sessions.set(handle, { handle, ...outcome });
  }
  for (const result of answer?.sessions ?? []) if (isDone(result)) sessions.set(result.handle, result);
  if (answer?.standing && isDone(answer.standing)) {
    standing = isListed(answer.standing) ? answer.standing : { ...answer.standing, message: null };
  }
  return sessions.size === 0 && standing === null ? null : { change, sessions, standing, isLeftOpen };
}

/** Null where it was not applied. */
function outcomeOf({ state, writes }: Entry): Outcome | null {
  if (state === 'NOT_APPLIED') return null;
  if (state === 'APPLIED') return { status: 'UPDATED', changes: changesOf(writes), tokenSize: null, message: null };
  const message = 'Whether the change is written is not known yet: it will be, or the session will have ended.';
  return { status: 'UNKNOWN', changes: null, tokenSize: null, message };
}

function changesOf(writes: Entry['writes']): ClaimsChanges {
  const keysOf = (kind: string): string[] =>
    writes.filter((write) => write.kind === kind && !isReservedKey(write.key)).map(({ key }) => key);
  return { added: keysOf('ADDED'), updated: keysOf('UPDATED'), removed: keysOf('REMOVED') };
}
