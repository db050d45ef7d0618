import type { Request, Response } from 'express';

import { ClaimsetError } from '../../claims/errors.ts';

const ACCESS_TOKEN_COOKIE = 'sAccessToken';
const REFRESH_TOKEN_COOKIE = 'sRefreshToken';

/**
 * The error for a request that brings the cookie of a token twice, null for all others. A browser keeps one cookie for
 * each domain, and does not say which is which: SuperTokens answers each request with 401, and a refresh with a fault.
 */
export function duplicateCookieError(req: Request): ClaimsetError | null {
  const names = (req.headers.cookie ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  const isTwice = (name: string): boolean => names.filter((one) => one === name).length > 1;
  const twice = [ACCESS_TOKEN_COOKIE, REFRESH_TOKEN_COOKIE].find(isTwice);
  if (twice === undefined) return null;
  return new ClaimsetError(
    'DUPLICATE_COOKIE',
    `The request brings the cookie ${twice} twice: the browser keeps one for each of two domains. Set COOKIE_DOMAIN to ` +
      'the cookieDomain of the application that signs users in, and OLDER_COOKIE_DOMAIN to where the other cookie is ' +
      '(host-only where it has no domain), or clear the cookies of this site.',
  );
}

/** Takes the access token of an older configuration away from the browser; the empty string is a cookie without a domain. */
export function clearOlderAccessToken(res: Response, olderDomain: string): void {
  const options = { path: '/', httpOnly: true };
  res.clearCookie(ACCESS_TOKEN_COOKIE, olderDomain === '' ? options : { ...options, domain: olderDomain });
}
