import type { GraphQLSchema } from 'graphql';
import { createContext, use, useSyncExternalStore } from 'react';

import type { ClaimsPolicy } from '../claims/policy/policy.ts';
import type { Ask } from './api/ask.ts';
import type { LiveClaims } from './live/live-session.ts';
import type { Prepared } from './prepared/types.ts';
import type { BrowserSession } from './session/browser-session.ts';
import type { HeaderSession } from './session/header-session.ts';
import type { SessionState } from './session/session-state.ts';
import type { Store } from './store.ts';

/** What the parts of the page share. */
export interface ExplorerContext {
  readonly session: BrowserSession;
  /** Where there is one, it speaks in the place of the browser's. */
  readonly headerSession: HeaderSession;
  /** In memory alone: it is gone with the page. */
  readonly apiKey: Store<string>;
  /** How many operations have succeeded: what failed before may be over. */
  readonly successes: Store<number>;
  readonly ask: Ask;
  /** What the server has said last of the claims of the session that speaks; null: nothing other than its token. */
  readonly live: Pick<Store<LiveClaims | null>, 'get' | 'subscribe'>;
  /** The owner's claims. */
  readonly schema: GraphQLSchema;
  readonly policy: ClaimsPolicy;
  readonly prepared: readonly Prepared[];
  /** Whether the tabs may be those of other claims. */
  readonly isPreparedOld: Store<boolean>;
  /** Whether this server signs users in. */
  readonly hasEmailPassword: boolean;
  /** Whether a user who exists for a try does no harm. */
  readonly hasDemoUser: boolean;
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

/** The value of a store, followed. */
export function useStore<Value>({ subscribe, get }: Pick<Store<Value>, 'subscribe' | 'get'>): Value {
  return useSyncExternalStore(subscribe, get);
}

/** The session that speaks, followed. */
export function useSession(): SessionState {
  const { session, headerSession } = useExplorer();
  const own = useStore(session.state);
  const given = useStore(headerSession.state);
  return given.status === 'signed-in' ? given : own;
}
