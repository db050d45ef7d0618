import type { Request, Response } from 'express';
import SuperTokens from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';

import { ClaimsetError, coreUnavailable, sessionEnded } from '../../claims/errors.ts';
import type { RequestSession, VerifiedSession } from '../../claims/ports.ts';
import { DEFAULT_TIME_LIMITS, within } from '../lossless/locked-section.ts';
import { coreFailure } from '../remote-core/failure.ts';
import { readAccessToken } from '../sdk/payload.ts';
import { isUnauthorised, verifiedSession } from './verified-session.ts';

/** Whether the core can be asked for its keys: without them each token looks as if its signature were bad. */
export type CoreProbe = () => Promise<boolean>;

type Verified = Promise<VerifiedSession | null>;

/** The session of a request. Nothing is verified before somebody asks, and then once. */
export function requestSession(req: Request, res: Response, answersForKeys: CoreProbe): RequestSession {
  const verify = (checkDatabase: boolean): Verified => verifySession(req, res, checkDatabase, answersForKeys);
  let bySignature: Verified | undefined;
  let byCore: Verified | undefined;
  return {
    get: (verifiedBy = 'signature') =>
      verifiedBy === 'core' ? (byCore ??= verify(true)) : (byCore ?? (bySignature ??= verify(false))),
  };
}

async function verifySession(req: Request, res: Response, checkDatabase: boolean, answers: CoreProbe): Verified {
  const token = presentedToken(req);
  if (token === null) return null;
  try {
    return await sessionOf(req, res, token, checkDatabase);
  } catch (error) {
    if (!isTryRefresh(error)) throw error;
    if (token.expiresAtMillis <= Date.now()) throw tryRefresh(error);
    if (!(await answers())) throw coreUnavailable('NOT_APPLIED', error);
  }
  // The core answers, now: the SDK may have asked for the keys while it did not.
  return sessionOf(req, res, token, checkDatabase).catch((error: unknown) => {
    throw isTryRefresh(error) ? tryRefresh(error) : error;
  });
}

async function sessionOf(
  req: Request,
  res: Response,
  token: PresentedToken,
  checkDatabase: boolean,
): Promise<VerifiedSession> {
  const options = { sessionRequired: true, overrideGlobalClaimValidators: () => [] };
  try {
    const session = await within(Session.getSession(req, res, options), DEFAULT_TIME_LIMITS.readMillis);
    if (session === undefined) throw sessionEnded();
    if (checkDatabase) await within(assertNotRevoked(session.getAccessToken()), DEFAULT_TIME_LIMITS.readMillis);
    return verifiedSession(session, token.isInHeader);
  } catch (error) {
    if (isTryRefresh(error)) throw error;
    throw isUnauthorised(error) ? sessionEnded(error) : coreFailure(error, 'NOT_APPLIED');
  }
}

/**
 * Asks the core apart from the response: where the stored claims are not those of the token it answers with a new one,
 * which may be too large for a browser to keep.
 */
async function assertNotRevoked(accessToken: string): Promise<void> {
  const options = { checkDatabase: true, antiCsrfCheck: false, overrideGlobalClaimValidators: () => [] };
  await Session.getSessionWithoutRequestResponse(accessToken, undefined, options);
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

function isTryRefresh(error: unknown): boolean {
  return SuperTokens.Error.isErrorFromSuperTokens(error) && error.type === Session.Error.TRY_REFRESH_TOKEN;
}

function tryRefresh(cause: unknown): ClaimsetError {
  return new ClaimsetError('TRY_REFRESH_TOKEN', 'The access token is not good any more. Refresh the session.', {
    cause,
  });
}
