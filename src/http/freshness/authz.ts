import type { Request, RequestHandler, Response } from 'express';

import { ClaimsetError } from '../../claims/errors.ts';
import { claimHeaders, hasuraVariables } from '../../claims/policy/forwarded.ts';
import type { DeclaredClaim } from '../../claims/policy/types.ts';
import type { RequestSession, VerifiedSession } from '../../claims/ports.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { sendError } from '../json-errors.ts';
import { isSafeMethod, presentedRequest } from './presented.ts';

/** What `/authz` needs. */
export interface AuthzDeps {
  readonly claims: readonly DeclaredClaim[];
  sessionOf(req: Request, res: Response): RequestSession;
  /** The version of a whole payload. */
  versionOf(payload: ClaimsPayload): string;
  /** As `antiCsrf` of SuperTokens' session recipe. */
  readonly antiCsrf: 'NONE' | 'VIA_CUSTOM_HEADER' | 'VIA_TOKEN';
}

const REFUSED = new Set(['UNAUTHENTICATED', 'TRY_REFRESH_TOKEN', 'DUPLICATE_COOKIE']);

/**
 * Answers proxies that ask whether a request may pass: 200 with the claims as they are stored, in headers and for Hasura
 * in the body; 401 where there is no good session.
 */
export function createAuthz(deps: AuthzDeps): RequestHandler {
  return async (req, res) => {
    res.set('cache-control', 'no-store');
    try {
      await answer(deps, req, res);
    } catch (error) {
      if (!(error instanceof ClaimsetError) || !REFUSED.has(error.code)) throw error;
      // Proxies know 401 alone as a refusal.
      res.set('www-authenticate', 'Bearer');
      sendError(res, { status: 401, code: error.code, message: error.message });
    }
  };
}

async function answer(deps: AuthzDeps, req: Request, res: Response): Promise<void> {
  const presented = presentedRequest(req);
  const session = await deps.sessionOf(presented, res).get();
  if (session === null) throw unauthenticated('This needs a session. Sign in, and send its access token.');
  assertNotForged(deps.antiCsrf, presented, session);
  const { payload, userId, handle } = await session.read();
  res.set({
    ...claimHeaders(deps.claims, payload),
    'x-claims-user-id': encodeURIComponent(JSON.stringify(userId)),
    'x-claims-session-handle': encodeURIComponent(JSON.stringify(handle)),
    'x-claims-version': deps.versionOf(payload),
  });
  res.json(hasuraVariables(deps.claims, { userId, payload }));
}

/** The proxy's own request is no browser's, so that SuperTokens' rule says nothing of the one behind it. */
function assertNotForged(antiCsrf: AuthzDeps['antiCsrf'], { headers }: Request, session: VerifiedSession): void {
  const { isInHeader, antiCsrfToken } = session.token();
  if (isInHeader || antiCsrf === 'NONE' || isSafeMethod(headers)) return;
  const [name, value] = antiCsrf === 'VIA_TOKEN' ? ['anti-csrf', antiCsrfToken] : ['rid', headers['rid']];
  if (typeof value === 'string' && headers[name] === value) return;
  throw unauthenticated(
    `A cookie alone is not enough: name the method of the request in x-original-method, or let its header ${name} through.`,
  );
}

function unauthenticated(message: string): ClaimsetError {
  return new ClaimsetError('UNAUTHENTICATED', message);
}
