import { GuardError } from './error.ts';

/** What Claimset itself says of an access token: the version of the claims that are stored, or why there are none. */
export type AuthzAnswer =
  | { readonly kind: 'STORED'; readonly version: string }
  | { readonly kind: 'REFUSED'; readonly code: 'UNAUTHORISED' | 'TRY_REFRESH_TOKEN' };

/** Asks Claimset for an access token. @throws GuardError UNAVAILABLE where it does not answer */
export type AskAuthz = (accessToken: string) => Promise<AuthzAnswer>;

const TIMEOUT_MILLIS = 2_000;
const VERSION = /^[\w-]{22}$/;

/** Asks `GET /authz`; who asks for the same token at the same time gets one answer. */
export function authzClient(options: { readonly url: string; readonly fetch: typeof fetch }): AskAuthz {
  const underWay = new Map<string, Promise<AuthzAnswer>>();
  return (accessToken) => {
    const known = underWay.get(accessToken);
    if (known !== undefined) return known;
    const asked = ask(options, accessToken).finally(() => underWay.delete(accessToken));
    underWay.set(accessToken, asked);
    return asked;
  };
}

async function ask(
  { url, fetch }: { readonly url: string; readonly fetch: typeof globalThis.fetch },
  accessToken: string,
): Promise<AuthzAnswer> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${url}/authz`, { headers, signal, redirect: 'error' });
    const body = await response.text();
    const version = response.headers.get('x-claims-version') ?? '';
    if (response.status === 200 && VERSION.test(version)) return { kind: 'STORED', version };
    if (response.status === 401) return { kind: 'REFUSED', code: codeIn(body) };
    throw new Error(`${url}/authz answered with status ${response.status}`);
  } catch (cause) {
    throw new GuardError('UNAVAILABLE', 'it cannot be seen now whether the session still has its rights', { cause });
  }
}

function codeIn(body: string): 'UNAUTHORISED' | 'TRY_REFRESH_TOKEN' {
  return /"code"\s*:\s*"TRY_REFRESH_TOKEN"/.test(body) ? 'TRY_REFRESH_TOKEN' : 'UNAUTHORISED';
}
