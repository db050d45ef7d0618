/**
 * What `GET /changes` sends, as server-sent events. The names and members here are the protocol: a guard of an older
 * version must go on understanding a newer server, so members may be added and none may change its meaning.
 */

/** One change of what a session's tokens say (`event: change`), or the session's end. */
export interface ChangeEvent {
  readonly handle: string;
  readonly userId: string | null;
  readonly kind: 'CHANGED' | 'ENDED';
  /** The version of the payload before the change; null where it is not known. */
  readonly previousVersion: string | null;
  /** The version of the payload after it; null for the end of a session. */
  readonly version: string | null;
  /** The payload's `st-cset` after it: the number of the change within the session in base 36, and 4 characters. */
  readonly marker: string | null;
  /** Whether a token from before the change may allow more than one from after it. */
  readonly takesAway: boolean;
}

/** How far the feed is complete (`event: ready` and `event: heartbeat`), by the clock of whoever sends. */
export interface FeedClock {
  readonly nowMillis: number;
  /** Every change that was acknowledged before this time has been sent. */
  readonly completeUntilMillis: number;
  /** How long an access token may live: nobody needs a change that is older. */
  readonly tokenLifetimeMillis: number;
}

/** What a feed says. `gap`: changes may be missing before what follows; all that is young enough follows, then ready. */
export type FeedMessage =
  | { readonly type: 'change'; readonly change: ChangeEvent }
  | { readonly type: 'ready' | 'heartbeat'; readonly clock: FeedClock }
  | { readonly type: 'gap' };

/**
 * Reads one server-sent event; null for a kind that this version does not know.
 * @throws TypeError where a known kind has not the members that it must have
 */
export function readFeedMessage(event: string, data: string): FeedMessage | null {
  if (event === 'gap') return { type: 'gap' };
  if (event !== 'change' && event !== 'ready' && event !== 'heartbeat') return null;
  const value: unknown = JSON.parse(data);
  if (event === 'change') {
    if (isChange(value)) return { type: 'change', change: value };
  } else if (isClock(value)) return { type: event, clock: value };
  throw new TypeError(`the feed sent a ${event} event that cannot be read`);
}

function isChange(value: unknown): value is ChangeEvent {
  if (!isObject(value)) return false;
  const texts = [value['userId'], value['previousVersion'], value['version'], value['marker']];
  return (
    typeof value['handle'] === 'string' &&
    (value['kind'] === 'CHANGED' || value['kind'] === 'ENDED') &&
    texts.every((text) => text === null || typeof text === 'string') &&
    typeof value['takesAway'] === 'boolean'
  );
}

function isClock(value: unknown): value is FeedClock {
  if (!isObject(value)) return false;
  const times = [value['nowMillis'], value['completeUntilMillis'], value['tokenLifetimeMillis']];
  return times.every((time) => Number.isFinite(time));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
