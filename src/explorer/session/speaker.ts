import type { Store } from '../store.ts';
import type { BrowserSession } from './browser-session.ts';
import type { HeaderSession } from './header-session.ts';
import type { Speaking } from './session-state.ts';

/** The session that speaks: the one of a token that was given, else the browser's. */
export interface Speaker extends Pick<Store<Speaking>, 'get' | 'subscribe'> {
  /** Null: nobody is signed in. */
  readonly userId: () => string | null;
}

export function createSpeaker(own: Pick<BrowserSession, 'state'>, given: Pick<HeaderSession, 'state'>): Speaker {
  const get = (): Speaking => {
    const isGiven = given.state.get().status === 'signed-in';
    return { state: (isGiven ? given : own).state.get(), isGiven };
  };
  return {
    get,
    subscribe: (listener) => {
      const leave = [own.state.subscribe(listener), given.state.subscribe(listener)];
      return () => {
        for (const one of leave) one();
      };
    },
    userId: () => {
      const { state } = get();
      return state.status === 'signed-in' ? state.userId : null;
    },
  };
}
