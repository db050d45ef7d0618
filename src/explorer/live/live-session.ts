import { z } from 'zod';

import type { ClaimsPayload } from '../../claims/types.ts';
import { type Ask, ASKED_BY_A_PANEL } from '../api/ask.ts';
import type { EventTransport } from '../api/events.ts';
import type { SeenToken, SessionState, Speaking } from '../session/session-state.ts';
import { handleIn } from '../session/token.ts';
import { createStore, type Store } from '../store.ts';
import type { InOneTab, Sharing } from './sharing.ts';

/** What the server said last of the session that speaks. */
export interface LiveClaims {
  /** The newest token at that time. */
  readonly token: SeenToken;
  /** Its claims as they are stored, by their keys. */
  readonly claims: ClaimsPayload;
}

/** What following the session needs. */
export interface LiveDeps {
  readonly speaker: Pick<Store<Speaking>, 'get' | 'subscribe'>;
  readonly inOneTab: InOneTab;
  readonly listen: EventTransport;
  readonly ask: Ask;
  /** The token may be a newer one, or the session may have ended. */
  readonly onNews: () => void;
  readonly nowMillis: () => number;
}

/** CLAIMS: this is stored now. TOKEN: there is a newer token, or none any more. */
type News = { readonly kind: 'CLAIMS'; readonly claims: ClaimsPayload } | { readonly kind: 'TOKEN' };

const provenanceShape = z.array(z.object({ key: z.string(), value: z.json() }));
const resultShape = z.object({
  data: z.object({
    mySessionChanged: z.object({
      kind: z.enum(['CHANGED', 'ENDED']),
      session: z.object({ provenance: provenanceShape.nullable() }).nullable(),
    }),
  }),
});
const tokenShape = z.object({ mySession: z.object({ id: z.string() }).nullable() });
/** Claims as they are stored: a selection of `Claims` has what is declared of them, and null for what is not there. */
const SUBSCRIPTION = 'subscription Live { mySessionChanged { kind session { provenance { key value } } } }';
const RETRY_MILLIS = 5_000;

/**
 * Follows the session that speaks: what is stored is known here as soon as somebody has changed it, and the newer token
 * is asked for. A token that has expired is not refreshed for that: a page that nobody uses keeps no session alive.
 */
export function followSession(deps: LiveDeps): Pick<Store<LiveClaims | null>, 'get' | 'subscribe'> {
  const live = createStore<LiveClaims | null>(null);
  let current: { readonly key: string; readonly stop: AbortController } | null = null;
  const look = (): void => {
    const { state, isGiven } = deps.speaker.get();
    const key = state.status === 'signed-in' ? `${String(isGiven)} ${tokenKey(state.tokens[0])}` : null;
    if (key === (current?.key ?? null)) return;
    current?.stop.abort();
    current = null;
    if (state.status !== 'signed-in' || key === null) {
      live.set(null);
      return;
    }
    const stop = new AbortController();
    current = { key, stop };
    const [first] = state.tokens;
    const tell = (news: News): void => {
      if (news.kind === 'TOKEN') deps.onNews();
      else live.set({ token: newestOf(deps.speaker.get().state) ?? first, claims: news.claims });
    };
    const sharing = { tell, signal: stop.signal };
    // A token that was given is this tab's own.
    if (isGiven) void followUntilExpired(deps, sharing);
    else
      deps.inOneTab(`claimset-live ${handleIn(first.payload)}`, sharing, (shared) => followUntilExpired(deps, shared));
  };
  deps.speaker.subscribe(look);
  look();
  return live;
}

function newestOf(state: SessionState): SeenToken | null {
  return state.status === 'signed-in' ? state.tokens[0] : null;
}

/** Another session, or a token that holds longer: then it is followed anew. */
function tokenKey({ payload }: SeenToken): string {
  return JSON.stringify([handleIn(payload), payload['exp']]);
}

async function followUntilExpired(deps: LiveDeps, { tell, signal }: Sharing<News>): Promise<void> {
  const isValid = (): boolean => {
    const exp = newestOf(deps.speaker.get().state)?.payload['exp'];
    return typeof exp === 'number' && exp * 1_000 > deps.nowMillis();
  };
  while (!signal.aborted && isValid()) {
    if ((await followOnce(deps, { tell, signal })) === 'ENDED') return;
    await pause(RETRY_MILLIS, signal);
  }
}

/** Until the stream is over, for whatever reason. */
async function followOnce(deps: LiveDeps, { tell, signal }: Sharing<News>): Promise<'ENDED' | 'OVER'> {
  const results = deps.listen({ query: SUBSCRIPTION }, ASKED_BY_A_PANEL);
  const leave = (): void => void results.return?.();
  signal.addEventListener('abort', leave, { once: true });
  try {
    for await (const result of results) {
      const change = resultShape.safeParse(result).data?.data.mySessionChanged;
      if (change === undefined) break;
      const stored = change.session?.provenance ?? null;
      if (stored !== null) {
        tell({ kind: 'CLAIMS', claims: Object.fromEntries(stored.map(({ key, value }) => [key, value])) });
      }
      // The answer brings the newer token; or, where the session has ended, SuperTokens' SDK learns it.
      await deps.ask(tokenShape, 'query Token { mySession { id } }').catch(() => null);
      tell({ kind: 'TOKEN' });
      if (change.kind === 'ENDED') return 'ENDED';
    }
  } finally {
    signal.removeEventListener('abort', leave);
  }
  return 'OVER';
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
