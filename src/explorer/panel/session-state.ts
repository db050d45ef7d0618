import { type Claims, isSame } from './claims.ts';

/** What the page knows of the browser's session. */
export type SessionState =
  { readonly status: 'loading' } | SignedOut | { readonly status: 'unreadable'; readonly reason: string } | SignedIn;

/** No session. */
export interface SignedOut {
  readonly status: 'signed-out';
  /** Whether there was one, which ended without this page: revoked, expired, or signed out in another tab. */
  readonly hasEnded: boolean;
}

/** A session, with the payload of its newest token and of the one before. */
export interface SignedIn {
  readonly status: 'signed-in';
  readonly userId: string;
  readonly payload: Claims;
  /** Null: this is the first token that the page saw of this session. */
  readonly before: Claims | null;
}

/** The state once a token with this payload was read; null: there is no session. */
export function withPayload(state: SessionState, payload: unknown): SessionState {
  if (payload === null) return withoutSession(state);
  if (!isClaims(payload)) return { status: 'unreadable', reason: 'The front token of this session is no JSON object.' };
  const userId = typeof payload['sub'] === 'string' ? payload['sub'] : '';
  const isSameSession = state.status === 'signed-in' && state.payload['sessionHandle'] === payload['sessionHandle'];
  if (!isSameSession) return { status: 'signed-in', userId, payload, before: null };
  // Several events may tell of one token: the marks stay until the next one.
  return isSame(state.payload, payload) ? state : { status: 'signed-in', userId, payload, before: state.payload };
}

function withoutSession(state: SessionState): SignedOut {
  // Several events may tell of one end.
  return state.status === 'signed-out' ? state : { status: 'signed-out', hasEnded: state.status === 'signed-in' };
}

function isClaims(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
