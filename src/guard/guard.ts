import type { ClaimsPayload } from '../claims/types.ts';
import { type Adapters, guardAdapters } from './adapters.ts';
import { authzClient } from './authz.ts';
import { recentChanges } from './changes.ts';
import {
  type AntiCsrf,
  checkAntiCsrfToken,
  fromWebRequest,
  type GuardedRequest,
  readCredentials,
} from './credentials.ts';
import { consumeFeed } from './feed.ts';
import { checkFreshness } from './freshness.ts';
import type { GuardedSession } from './session.ts';
import { publishedKeys } from './tokens/keys.ts';
import { tokenVerifier, type VerifiedToken } from './tokens/token.ts';
import { tokenVersions } from './tokens/versions.ts';

/** The settings of {@link createGuard}. */
export interface GuardOptions {
  /** The origin of Claimset, without a path: `https://claims.example.com`. */
  readonly url: string;
  /** An API key of Claimset's with the scope `claims:watch`. */
  readonly apiKey: string;
  /** Where the keys of the access tokens are published; `/auth/jwt/jwks.json` of Claimset where it is left out. */
  readonly jwksUri?: string;
  /** What `iss` must be; not looked at where it is left out. */
  readonly issuer?: string;
  /** What `aud` must contain; not looked at where it is left out. */
  readonly audience?: string;
  /** How the backend tells requests from other sites' pages apart: as `antiCsrf` of SuperTokens' session recipe there. */
  readonly antiCsrf?: AntiCsrf;
  /** When the feed is not complete for longer than this, Claimset is asked for each request. 5,000 where it is left out. */
  readonly maxGapMillis?: number;
  /**
   * With `allow`, where neither the feed nor Claimset can be had, a token is believed until it expires; not one that the
   * feed has made known as old before.
   */
  readonly onGap?: 'refuse' | 'allow';
  /** Told why the feed is away. On the console where it is left out. */
  readonly onProblem?: (error: Error) => void;
  /** In place of the runtime's own, for the feed, for `/authz` and for the keys. */
  readonly fetch?: typeof fetch;
  /** How long to wait before the feed is asked for again, at first. 100 where it is left out. */
  readonly reconnectMillis?: number;
  /** A feed that says nothing for so long is asked for anew. 10,000 where it is left out. */
  readonly silenceMillis?: number;
}

/** Refuses requests with access tokens whose rights were taken away. */
export interface Guard<Claims> extends Adapters<Claims> {
  /**
   * Checks a request.
   * @throws GuardError where it must be refused
   */
  verify(request: Request): Promise<GuardedSession<Claims>>;
  /** Resolves when the feed is complete for the first time; rejects where it refuses the API key. */
  ready(): Promise<void>;
  /** Ends the connection to the feed. */
  close(): Promise<void>;
}

const MAX_GAP_MILLIS = 5_000;
const RECONNECT_MILLIS = 100;
const SILENCE_MILLIS = 10_000;
/** What is no claim of the application's. */
const OWN_MEMBERS: ReadonlySet<string> = new Set([
  ...['sub', 'iat', 'exp', 'nbf', 'iss', 'aud', 'jti', 'sessionHandle', 'refreshTokenHash1'],
  ...['parentRefreshTokenHash1', 'antiCsrfToken', 'tId', 'rsub', 'stt', 'st-cset'],
]);

/**
 * Makes a guard, which begins to follow the changes of claims at once.
 * @throws TypeError where `url` or `jwksUri` is no http(s) URL
 * @example
 * const guard = createGuard<Claims>({ url: 'https://claims.example.com', apiKey });
 * await guard.ready();
 * app.get('/reports', guard.express(({ claims }) => claims.plan === 'PRO'), listReports);
 */
export function createGuard<Claims = ClaimsPayload>(options: GuardOptions): Guard<Claims> {
  const url = originOf(options.url);
  const antiCsrf = options.antiCsrf ?? 'VIA_CUSTOM_HEADER';
  const { jwksUri = `${url}/auth/jwt/jwks.json`, issuer, audience } = options;
  const changes = recentChanges();
  const fetch = options.fetch ?? globalThis.fetch;
  const keys = publishedKeys({ url: keysUrl(jwksUri), fetch, nowMillis: monotonicMillis });
  const verifyToken = tokenVerifier({ keys, issuer, audience, wallClockMillis: Date.now });
  const maxGapMillis = options.maxGapMillis ?? MAX_GAP_MILLIS;
  const feed = consumeFeed({ ...feedSettings(options), url, changes, fetch, maxGapMillis });
  const freshness = {
    changes,
    versions: tokenVersions(),
    lagMillis: () => feed.lagMillis(),
    maxGapMillis,
    askAuthz: authzClient({ url, fetch }),
    onGap: options.onGap ?? 'refuse',
  };
  const check = async (request: GuardedRequest): Promise<GuardedSession<Claims>> => {
    const { accessToken, isCookie } = readCredentials(request, antiCsrf);
    const token = await verifyToken(accessToken);
    if (isCookie && antiCsrf === 'VIA_TOKEN') checkAntiCsrfToken(request, token.payload['antiCsrfToken']);
    await checkFreshness(freshness, token, accessToken);
    return sessionOf<Claims>(token);
  };
  return {
    ...guardAdapters(check),
    verify: (request) => check(fromWebRequest(request)),
    ready: () => feed.ready(),
    close: () => feed.close(),
  };
}

function feedSettings({ apiKey, onProblem, reconnectMillis, silenceMillis }: GuardOptions) {
  return {
    apiKey,
    onProblem: onProblem ?? warnOnConsole,
    nowMillis: monotonicMillis,
    reconnectMillis: reconnectMillis ?? RECONNECT_MILLIS,
    silenceMillis: silenceMillis ?? SILENCE_MILLIS,
  };
}

function monotonicMillis(): number {
  return performance.now();
}

function warnOnConsole(error: Error): void {
  console.warn(`claimset guard: ${error.message}`);
}

function originOf(url: string): string {
  const { origin, pathname, search, protocol } = new URL(url);
  if (/^https?:$/.test(protocol) && pathname === '/' && search === '') return origin;
  throw new TypeError('url must be the origin of Claimset, without a path, such as https://claims.example.com');
}

function keysUrl(jwksUri: string): string {
  const { href, protocol } = new URL(jwksUri);
  if (/^https?:$/.test(protocol)) return href;
  throw new TypeError('jwksUri must be an http(s) URL, such as https://claims.example.com/auth/jwt/jwks.json');
}

function sessionOf<Claims>({ userId, sessionHandle, tenantId, payload }: VerifiedToken): GuardedSession<Claims> {
  const claims: unknown = Object.fromEntries(Object.entries(payload).filter(([key]) => !OWN_MEMBERS.has(key)));
  // The type is a promise of whoever names it: by `claimset types`, it is what the schema of the claims says.
  return { claims: claims as Claims, userId, sessionHandle, tenantId };
}
