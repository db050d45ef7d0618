import { createContext, use, useSyncExternalStore } from 'react';

import type { BrowserSession } from './panel/browser-session.ts';
import type { SessionState } from './panel/session-state.ts';
import type { Store } from './store.ts';

/** What the parts of the page share. */
export interface ExplorerContext {
  readonly session: BrowserSession;
  /** In memory alone: it is gone with the page. */
  readonly apiKey: Store<string>;
  /** How many operations have succeeded: what failed before may be over. */
  readonly successes: Store<number>;
  /** Whether this server signs users in. */
  readonly hasEmailPassword: boolean;
}

const Context = createContext<ExplorerContext | null>(null);

/** Gives the parts of the page what they share. */
export const ExplorerProvider = Context.Provider;

/** What the parts of the page share. */
export function useExplorer(): ExplorerContext {
  const context = use(Context);
  if (context === null) throw new Error('this component belongs into an ExplorerProvider');
  return context;
}

/** The session of the browser, followed. */
export function useSession(): SessionState {
  const { state } = useExplorer().session;
  return useSyncExternalStore(state.subscribe, state.get);
}
