import { decodeJwt } from 'jose';

import { GuardError } from './error.ts';

/** What of a request the guard looks at. */
export interface GuardedRequest {
  readonly method: string;
  /** The value of a header, by its name in lower case. */
  header(name: string): string | undefined;
}

/** How requests from other sites' pages are told apart when the access token comes in a cookie. */
export type AntiCsrf = 'VIA_CUSTOM_HEADER' | 'VIA_TOKEN';

/** An access token, and whether a browser may have sent it by itself. */
export interface Credentials {
  readonly accessToken: string;
  readonly isCookie: boolean;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const COOKIE = 'sAccessToken';

/** A web `Request`, as the guard looks at it. */
export function fromWebRequest(request: Request): GuardedRequest {
  return { method: request.method, header: (name) => request.headers.get(name) ?? undefined };
}

/** A request of Node's, as Express and Fastify have it too. */
export function fromNodeRequest(request: {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): GuardedRequest {
  return {
    method: request.method ?? 'GET',
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/**
 * Takes the access token out of a request: from the header where it has one, as the SDK does, else from the cookie. A
 * token that somebody else has made for something else does not hide the cookie.
 * @throws GuardError UNAUTHORISED where there is none, or where a page of another site may have sent the cookie
 */
export function readCredentials(request: GuardedRequest, antiCsrf: AntiCsrf): Credentials {
  const bearer = /^bearer +(\S+) *$/i.exec(request.header('authorization') ?? '')?.[1];
  const accessToken = cookieOf(request.header('cookie') ?? '');
  if (bearer !== undefined && JWT.test(bearer) && (accessToken === null || isOfSession(bearer))) {
    return { accessToken: bearer, isCookie: false };
  }
  if (accessToken === null) throw new GuardError('UNAUTHORISED', 'there is no access token');
  const needsProof = !SAFE_METHODS.has(request.method.toUpperCase());
  if (needsProof && antiCsrf === 'VIA_CUSTOM_HEADER' && request.header('rid') === undefined) {
    throw new GuardError('UNAUTHORISED', 'with a cookie the request needs the header rid');
  }
  return { accessToken, isCookie: true };
}

/**
 * With VIA_TOKEN, a request with a cookie must bring the anti-CSRF token that is in the access token.
 * @throws GuardError TRY_REFRESH_TOKEN where it does not
 */
export function checkAntiCsrfToken(request: GuardedRequest, expected: unknown): void {
  if (SAFE_METHODS.has(request.method.toUpperCase())) return;
  const given = request.header('anti-csrf');
  if (typeof expected === 'string' && given !== undefined && isSame(given, expected)) return;
  throw new GuardError('TRY_REFRESH_TOKEN', 'the header anti-csrf has not the token of this session');
}

/** In a time that does not tell how far two texts are the same. */
function isSame(a: string, b: string): boolean {
  let differences = a.length ^ b.length;
  for (let i = 0; i < b.length; i += 1) differences |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return differences === 0;
}

/** By the members that the SDK looks at for the same reason. Nothing is verified yet. */
function isOfSession(token: string): boolean {
  try {
    const { sub, exp, iat, sessionHandle, refreshTokenHash1 } = decodeJwt(token);
    const texts = [sub, sessionHandle, refreshTokenHash1];
    return texts.every((text) => typeof text === 'string') && typeof exp === 'number' && typeof iat === 'number';
  } catch {
    return false;
  }
}

function cookieOf(header: string): string | null {
  for (const part of header.split(';')) {
    const [name = '', value = ''] = part.trim().split('=', 2);
    if (name === COOKIE && JWT.test(value)) return value;
  }
  return null;
}
