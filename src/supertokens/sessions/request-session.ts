import type { Request, Response } from 'express';
import { wrapRequest, wrapResponse } from 'supertokens-node/framework/express/index.js';
import Session, { type SessionContainer } from 'supertokens-node/recipe/session/index.js';

import { ClaimsetError, coreUnavailable, sessionEnded } from '../../claims/errors.ts';
import type { RequestSession, VerifiedSession } from '../../claims/ports.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { within } from '../../locks/within.ts';
import type { Journal } from '../lossless/journal.ts';
import { DEFAULT_TIME_LIMITS } from '../lossless/section.ts';
import { exclusively } from '../lossless/together/exclusively.ts';
import { coreFailure } from '../remote-core/failure.ts';
import { freshSession } from '../sdk/fresh-session.ts';
import { type AccessTokenContent, readAccessToken } from '../sdk/payload.ts';
import { isTryRefresh, isUnauthorised } from '../sdk/session-errors.ts';
import { keepKeysWithClock } from '../sdk/signing-keys.ts';
import { clearOlderAccessToken, duplicateCookieError } from './duplicate-cookies.ts';
import { verifiedSession } from './verified-session.ts';

/** Whether the core can be asked for its keys: without them each token looks as if its signature were bad. */
export type CoreProbe = () => Promise<boolean>;

type Verified = Promise<VerifiedSession | null>;

/** What sessions of requests need of the world. */
export interface RequestSessionDeps {
  readonly lock: ClaimsLock;
  readonly journal: Journal;
  readonly answersForKeys: CoreProbe;
  /** Told of each token that was verified. */
  readonly sawToken: (token: AccessTokenContent) => void;
  /** Where cookies of an earlier configuration may still be; the empty string: without a domain. Null: nowhere. */
  readonly olderCookieDomain: string | null;
}

/** The session of a request. Nothing is verified before somebody asks, and then once. */
export function requestSession(req: Request, res: Response, deps: RequestSessionDeps): RequestSession {
  const verify = (checkDatabase: boolean): Verified => verifySession({ req, res, checkDatabase, ...deps });
  let bySignature: Verified | undefined;
  let byCore: Verified | undefined;
  return {
    get: (verifiedBy = 'signature') =>
      verifiedBy === 'core' ? (byCore ??= verify(true)) : (byCore ?? (bySignature ??= verify(false))),
  };
}

/** A request whose session is to be verified. */
interface Verification extends RequestSessionDeps {
  readonly req: Request;
  readonly res: Response;
  /** Whether the core is asked if the session has been revoked. */
  readonly checkDatabase: boolean;
}

async function verifySession(verification: Verification): Verified {
  const token = presentedToken(verification.req);
  if (token === null) return null;
  if (!token.isInHeader) refuseTwoTokens(verification);
  keepKeysWithClock();
  try {
    return await sessionOf(verification, token);
  } catch (error) {
    if (!isTryRefresh(error)) throw error;
    if (token.expiresAtMillis <= Date.now()) throw tryRefresh(error);
    if (!(await verification.answersForKeys())) throw coreUnavailable('NOT_APPLIED', error);
  }
  // The core answers, now: the SDK may have asked for the keys while it did not.
  return sessionOf(verification, token).catch((error: unknown) => {
    throw isTryRefresh(error) ? tryRefresh(error) : error;
  });
}

/** The older cookie is cleared where it is known which that is: after a refresh the request has one token. */
function refuseTwoTokens({ req, res, olderCookieDomain }: Verification): void {
  const error = duplicateCookieError(req);
  if (error === null) return;
  if (olderCookieDomain === null) throw error;
  clearOlderAccessToken(res, olderCookieDomain);
  throw tryRefresh(error);
}

async function sessionOf(verification: Verification, { isInHeader }: PresentedToken): Promise<VerifiedSession> {
  const { req, res, checkDatabase, lock, journal } = verification;
  const options = { sessionRequired: true, overrideGlobalClaimValidators: () => [] };
  try {
    const session = await within(Session.getSession(req, res, options), DEFAULT_TIME_LIMITS.readMillis);
    if (session === undefined) throw sessionEnded();
    const content = readAccessToken(session.getAccessToken());
    if (content !== null) verification.sawToken(content);
    // Apart from the response: a token with other claims than this one's may be too large for a browser to keep.
    if (checkDatabase) await within(freshSession(session.getAccessToken()), DEFAULT_TIME_LIMITS.readMillis);
    return verifiedSession(session, {
      isInHeader,
      journal,
      exclusively: (handle) => exclusively(lock, handle, DEFAULT_TIME_LIMITS),
      attach: (fresh) => attach(fresh, isInHeader, req, res),
    });
  } catch (error) {
    if (isTryRefresh(error)) throw error;
    throw isUnauthorised(error) ? sessionEnded(error) : coreFailure(error, 'NOT_APPLIED');
  }
}

async function attach(session: SessionContainer, isInHeader: boolean, req: Request, res: Response): Promise<void> {
  const transferMethod = isInHeader ? 'header' : 'cookie';
  await session.attachToRequestResponse({ req: wrapRequest(req), res: wrapResponse(res), transferMethod });
}

interface PresentedToken {
  readonly isInHeader: boolean;
  /** What the token says of itself; far ahead where it cannot be read. */
  readonly expiresAtMillis: number;
}

/** The access token that the SDK will find: in the header if it can be read, else in the cookie. Null without any. */
function presentedToken(req: Request): PresentedToken | null {
  const bearer = /^Bearer (.*)$/.exec(req.headers.authorization ?? '')?.[1]?.trim();
  const inHeader = bearer === undefined ? null : readAccessToken(bearer);
  if (inHeader !== null) return { isInHeader: true, expiresAtMillis: inHeader.expiresAtMillis };
  const cookie = /(?:^|;\s*)sAccessToken=([^;]+)/.exec(req.headers.cookie ?? '')?.[1];
  if (bearer === undefined && cookie === undefined) return null;
  return { isInHeader: false, expiresAtMillis: readAccessToken(cookie ?? '')?.expiresAtMillis ?? Infinity };
}

function tryRefresh(cause: unknown): ClaimsetError {
  return new ClaimsetError('TRY_REFRESH_TOKEN', 'The access token is not good any more. Refresh the session.', {
    cause,
  });
}
