import { isSameJson } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { isPayload } from './token.ts';

/** What the page knows of the session that speaks for it. */
export type SessionState =
  { readonly status: 'loading' } | SignedOut | { readonly status: 'unreadable'; readonly reason: string } | SignedIn;

/** No session. */
export interface SignedOut {
  readonly status: 'signed-out';
  /** Whether there was one, which ended without this page: revoked, expired, or signed out in another tab. */
  readonly hasEnded: boolean;
}

/** A token that the page has seen. */
export interface SeenToken {
  readonly payload: ClaimsPayload;
  readonly seenAtMillis: number;
}

/** A session, with the tokens that the page has seen of it. */
export interface SignedIn {
  readonly status: 'signed-in';
  readonly userId: string;
  /** The newest first; never empty. */
  readonly tokens: readonly [SeenToken, ...SeenToken[]];
}

/** The session that speaks, and whether it is that of a token that was given. */
export interface Speaking {
  readonly state: SessionState;
  readonly isGiven: boolean;
}

/** How many tokens can be looked back at. */
const MOST_TOKENS = 10;

/** The state once a token with this payload was read; null: there is no session. */
export function withPayload(state: SessionState, payload: unknown, nowMillis: number): SessionState {
  if (payload === null) return withoutSession(state);
  if (!isPayload(payload))
    return { status: 'unreadable', reason: 'The front token of this session is no JSON object.' };
  const userId = typeof payload['sub'] === 'string' ? payload['sub'] : '';
  const earlier: readonly SeenToken[] =
    state.status === 'signed-in' && isOfSameSession(state, payload) ? state.tokens : [];
  // Several events may tell of one token: the marks stay until the next one.
  if (earlier[0] !== undefined && isSameJson(earlier[0].payload, payload)) return state;
  const tokens = [{ payload, seenAtMillis: nowMillis }, ...earlier.slice(0, MOST_TOKENS - 1)] as const;
  return { status: 'signed-in', userId, tokens };
}

function isOfSameSession({ tokens }: SignedIn, payload: ClaimsPayload): boolean {
  return tokens[0].payload['sessionHandle'] === payload['sessionHandle'];
}

function withoutSession(state: SessionState): SignedOut {
  // Several events may tell of one end.
  return state.status === 'signed-out' ? state : { status: 'signed-out', hasEnded: state.status === 'signed-in' };
}
