import { createClient, NetworkError } from 'graphql-sse';

import { CLAIMSET_URL } from './claims';

/** What happened to the session: claims by their keys in the token, other ones than before. */
export interface SessionChange {
  kind: 'CHANGED' | 'ENDED';
  changes: { added: string[]; updated: string[]; removed: string[] };
}

const SUBSCRIPTION = 'subscription { mySessionChanged { kind changes { added updated removed } } }';
/** The tabs of one browser share this name, and one stream: a browser has six connections to a host. */
const SHARED = 'claimset-session-changes';
const LONGEST_PAUSE_MILLIS = 30_000;

/**
 * Tells of each change of the session as it happens, in every tab, when the browser has the new access token. It ends by
 * itself with the session: call it again when there is one. As locks do, it needs https, or localhost.
 * @returns what ends it before
 */
export function watchSession(onChange: (change: SessionChange) => void): () => void {
  const stopped = new AbortController();
  const others = new BroadcastChannel(SHARED);
  others.onmessage = ({ data }: MessageEvent<SessionChange>) => onChange(data);
  const tell = (change: SessionChange) => {
    if (stopped.signal.aborted) return;
    others.postMessage(change);
    onChange(change);
  };
  // Whoever has the lock listens for all; when that tab is closed, another one gets it.
  navigator.locks
    .request(SHARED, { signal: stopped.signal }, () => listen(tell, stopped.signal))
    .catch(() => undefined)
    .finally(() => others.close());
  return () => stopped.abort();
}

async function listen(tell: (change: SessionChange) => void, stopped: AbortSignal): Promise<void> {
  const client = createClient({
    url: `${CLAIMSET_URL}/graphql`,
    credentials: 'include',
    retryAttempts: 0,
    // The global one, at each time: SuperTokens stands behind it, and refreshes where the answer is 401.
    fetchFn: (...request: Parameters<typeof fetch>) => fetch(...request),
  });
  stopped.addEventListener('abort', () => client.dispose());
  for (let failures = 0; !stopped.aborted; failures += 1) {
    try {
      for await (const { data } of client.iterate<{ mySessionChanged: SessionChange }>({ query: SUBSCRIPTION })) {
        if (!data) continue;
        failures = -1;
        await freshToken();
        tell(data.mySessionChanged);
        if (data.mySessionChanged.kind === 'ENDED') return;
      }
      // Complete: the access token has expired, or the server closes. What happens until the next one is told by it.
      failures = -1;
    } catch (error) {
      if (isSignedOut(error)) {
        // It ended while nobody listened, and SuperTokens has tried to refresh it.
        tell({ kind: 'ENDED', changes: { added: [], updated: [], removed: [] } });
        return;
      }
    }
    // Not all at once: the server may have closed all streams together.
    await pause(Math.min(LONGEST_PAUSE_MILLIS, 500 * 2 ** Math.max(0, failures)) * (1 + Math.random()), stopped);
  }
}

/**
 * The answer brings the new access token, and SuperTokens tells the page so (`ACCESS_TOKEN_PAYLOAD_UPDATED`). Where the
 * session has ended, it finds that out (`UNAUTHORISED`).
 */
async function freshToken(): Promise<void> {
  await fetch(`${CLAIMSET_URL}/graphql`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ mySession { id } }' }),
  }).catch(() => undefined);
}

function isSignedOut(error: unknown): boolean {
  return error instanceof NetworkError && error.response?.status === 401;
}

function pause(millis: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
