import { createStore, type Store } from '../store.ts';
import { type SessionState, withPayload } from './session-state.ts';
import { payloadOfToken } from './token.ts';

/** A session whose access token somebody gave to the page; it goes along as a header, and stays in memory. */
export interface HeaderSession {
  readonly state: Pick<Store<SessionState>, 'get' | 'subscribe'>;
  /** Null: none was given. */
  readonly token: () => string | null;
  /** Takes a token, which may be a newer one; gives back what is wrong with it, for people. */
  readonly use: (token: string) => string | null;
  readonly drop: () => void;
}

const NO_TOKEN = 'This is no access token: it has three parts with dots between them, and begins with "ey".';

/** The session of a token that is given, of which there is none at first. */
export function createHeaderSession(nowMillis: () => number): HeaderSession {
  const state = createStore<SessionState>({ status: 'signed-out', hasEnded: false });
  let current: string | null = null;
  return {
    state,
    token: () => current,
    use: (token) => {
      const text = token.trim().replace(/^bearer\s+/i, '');
      const payload = payloadOfToken(text);
      if (payload === null) return NO_TOKEN;
      current = text;
      state.set(withPayload(state.get(), payload, nowMillis()));
      return null;
    },
    drop: () => {
      current = null;
      state.set({ status: 'signed-out', hasEnded: false });
    },
  };
}
