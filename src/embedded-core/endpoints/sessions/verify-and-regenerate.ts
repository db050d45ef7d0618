import type { Core, CoreRequest } from '../../context.ts';
import { HttpError } from '../../http/errors.ts';
import { optionalObject, optionalSecret, requiredBoolean, requiredSecret } from '../../http/fields.ts';
import { isJsonObject, jsonEquals, parseJson, stringifyJson } from '../../http/json.ts';
import { outcome, type Reply } from '../../http/reply.ts';
import type { SessionUse } from '../../store/port.ts';
import {
  type AccessToken,
  isExpired,
  isJwt,
  protectedNameIn,
  readAccessToken,
  signAccessToken,
} from '../../tokens/access-token.ts';
import { claimsText, protectedNameFault } from './claims.ts';
import { tokenUse } from './create-and-refresh.ts';
import { issueAccessToken, sessionReply, unauthorised } from './session-reply.ts';

const MILLIS = 1000;

/** `POST /recipe/session/verify` (docs/core-contract.md, 'Sessions'). */
export async function verifySession(core: Core, { body }: CoreRequest): Promise<Reply> {
  const accessToken = requiredSecret(body, 'accessToken');
  const antiCsrfToken = optionalSecret(body, 'antiCsrfToken');
  const isAntiCsrfChecked = [requiredBoolean(body, 'enableAntiCsrf'), requiredBoolean(body, 'doAntiCsrfCheck')].every(
    Boolean,
  );
  const checksDatabase = requiredBoolean(body, 'checkDatabase');
  const token = readAccessToken(accessToken, core.keys, core.now());
  if (token === null) return tryRefreshToken('The access token is invalid');
  if (isExpired(token, core.now())) return tryRefreshToken('The access token has expired');
  if (isAntiCsrfChecked && (token.antiCsrfToken === null || token.antiCsrfToken !== antiCsrfToken)) {
    return tryRefreshToken('The anti-CSRF check failed');
  }
  if (token.parentRefreshTokenHash1 === null && !checksDatabase) return ownView(token);
  const used = await useToken(core, token);
  if (used === null) return unauthorised();
  return isRenewed(token, used, checksDatabase) ? renewedReply(core, token, used) : ownView(token);
}

/** `POST /recipe/session/regenerate`: the payload is replaced, without a comparison (docs/core-contract.md, 'Sessions'). */
export async function regenerateSession(core: Core, { body }: CoreRequest): Promise<Reply> {
  const accessToken = requiredSecret(body, 'accessToken');
  const claims = optionalObject(body, 'userDataInJWT');
  if (!isJwt(accessToken)) throw new HttpError(500, 'The access token is not a JWT');
  const now = core.now();
  const token = readAccessToken(accessToken, core.keys, now);
  if (token === null) return unauthorised('The access token is invalid');
  const { handle, userId } = token;
  const protectedName = protectedNameIn(claims ?? {});
  if (protectedName !== undefined) {
    if ((await core.store.call('readSession', { handle, now })) === null) return unauthorised();
    throw protectedNameFault(protectedName);
  }
  const stored = await core.store.call('replaceClaims', {
    handle,
    now,
    claims: claims === undefined ? null : claimsText(claims),
  });
  if (stored === null) return unauthorised();
  const view = { handle, userId, claims: stored.claims };
  if (isExpired(token, core.now())) return sessionReply(view);
  const key = await core.keys.signer(stored.isStatic, now);
  const issued = await signAccessToken(key, {
    ...token,
    issuedAtSeconds: Math.floor(now / MILLIS),
    claims: stored.claims,
  });
  return sessionReply(view, { accessToken: issued });
}

async function useToken(core: Core, token: AccessToken): Promise<SessionUse | null> {
  const { handle, refreshTokenHash1, parentRefreshTokenHash1 } = token;
  const use = tokenUse(core, handle, refreshTokenHash1, parentRefreshTokenHash1);
  if (parentRefreshTokenHash1 !== null) return core.store.call('useAccessToken', use);
  // Without a parent it promotes nothing: reading costs no transaction.
  const session = await core.store.call('readSession', use);
  return session === null ? null : { session, standing: use.ownHash === session.currentHash ? 'current' : 'other' };
}

function isRenewed(token: AccessToken, { session, standing }: SessionUse, checksDatabase: boolean): boolean {
  if (token.parentRefreshTokenHash1 !== null && standing !== 'other') return true;
  if (!checksDatabase) return false;
  const stored = parseJson(session.claims);
  return !isJsonObject(stored) || !jsonEquals(token.claims, stored);
}

/** The stored payload, the same refresh token and anti-CSRF token, no parent, full lifetime. */
async function renewedReply(core: Core, token: AccessToken, { session }: SessionUse): Promise<Reply> {
  const { handle, userId, refreshTokenHash1, antiCsrfToken } = token;
  const { claims, isStatic } = session;
  const accessToken = await issueAccessToken(core, {
    handle,
    userId,
    claims,
    isStatic,
    refreshTokenHash1,
    parentRefreshTokenHash1: null,
    antiCsrfToken,
  });
  return sessionReply({ handle, userId, claims }, { accessToken });
}

function ownView({ handle, userId, claims }: AccessToken): Reply {
  return sessionReply({ handle, userId, claims: stringifyJson(claims) });
}

function tryRefreshToken(message: string): Reply {
  return outcome('TRY_REFRESH_TOKEN', { message });
}
