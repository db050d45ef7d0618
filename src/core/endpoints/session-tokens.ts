import { badRequest } from '../errors.ts';
import {
  optionalBoolean,
  optionalObject,
  optionalSecret,
  requiredBoolean,
  requiredObject,
  requiredObjectText,
  requiredSecret,
  requiredString,
} from '../fields.ts';
import { jsonEquals, parseJson, stringifyJson, type JsonObject } from '../json.ts';
import { outcome, type Reply } from '../reply.ts';
import type { Endpoint, Services } from '../services.ts';
import { protectedNameIn, readPayload, type AccessTokenFacts } from '../tokens/access-token.ts';
import { sha256Hex } from '../tokens/hash.ts';
import {
  accessTokenJson,
  freshTimes,
  newAntiCsrfToken,
  newHandle,
  newRefreshToken,
  sessionReply,
  tryRefresh,
  unauthorised,
} from './session-answer.ts';

/** `POST /{tenant}/recipe/session` (CDI.md section 3). */
export const createSession: Endpoint = async ({ body }, services) => {
  const userId = requiredString(body, 'userId');
  const claims = unprotected(requiredObject(body, 'userDataInJWT'));
  const data = requiredObjectText(body, 'userDataInDatabase');
  const antiCsrfToken = requiredBoolean(body, 'enableAntiCsrf') ? newAntiCsrfToken() : null;
  const isStatic = optionalBoolean(body, 'useDynamicSigningKey') === false;
  const handle = newHandle();
  const refresh = newRefreshToken(services, { handle, parentHash1: null, antiCsrfToken });
  const facts = { userId, handle, ...freshTimes(services), ...hashes(refresh.hash1, null), antiCsrfToken };
  const now = services.now();
  const [accessToken] = await Promise.all([
    accessTokenJson(services, facts, claims, isStatic),
    services.store.call('createSession', {
      ...{ handle, userId, claims, data, isStatic, createdAt: now },
      currentHash: sha256Hex(refresh.hash1),
      expiresAt: now + services.lifetimes.sessionMillis,
    }),
  ]);
  return sessionReply({ handle, userId }, claims, { accessToken, refreshToken: refresh.json, antiCsrfToken });
};

/** `POST /recipe/session/verify` (CDI.md section 3). */
export const verifySession: Endpoint = async ({ body }, services) => {
  const accessToken = requiredSecret(body, 'accessToken');
  const isCsrfChecked = [requiredBoolean(body, 'doAntiCsrfCheck'), requiredBoolean(body, 'enableAntiCsrf')].every(
    Boolean,
  );
  const checkDatabase = requiredBoolean(body, 'checkDatabase');
  const antiCsrfToken = optionalSecret(body, 'antiCsrfToken');
  const token = readToken(await services.keys.verify(accessToken));
  if (token === null) return tryRefresh('The access token cannot be read, or nobody here has signed it.');
  const { facts, claims } = token;
  if (facts.expiresAtSeconds * 1000 <= services.now()) return tryRefresh('The access token has expired.');
  if (isCsrfChecked && (facts.antiCsrfToken === null || facts.antiCsrfToken !== antiCsrfToken)) {
    return tryRefresh('The anti-CSRF token does not fit.');
  }
  if (facts.parentRefreshTokenHash1 === null && !checkDatabase) return sessionReply(facts, stringifyJson(claims));
  return verifyStored(facts, claims, checkDatabase, services);
};

async function verifyStored(
  facts: AccessTokenFacts,
  claims: JsonObject,
  checkDatabase: boolean,
  services: Services,
): Promise<Reply> {
  const used = await services.store.call('useAccessToken', useOf(facts, services));
  if (used === null) return unauthorised();
  const { session, standing } = used;
  const hasParent = facts.parentRefreshTokenHash1 !== null;
  const isStale = checkDatabase && !jsonEquals(claims, parseJson(session.claims) ?? null);
  const isRenewed = isStale || standing === 'promoted' || (hasParent && standing === 'current');
  if (!isRenewed) return sessionReply(session, stringifyJson(claims));
  const renewed = { ...facts, ...freshTimes(services), parentRefreshTokenHash1: null };
  const accessToken = await accessTokenJson(services, renewed, session.claims, session.isStatic);
  return sessionReply(session, session.claims, { accessToken });
}

/** `POST /recipe/session/refresh` (CDI.md section 3, rotation and theft). */
export const refreshSession: Endpoint = async ({ body }, services) => {
  const token = requiredSecret(body, 'refreshToken');
  const enableAntiCsrf = requiredBoolean(body, 'enableAntiCsrf');
  const isStatic = !requiredBoolean(body, 'useDynamicSigningKey');
  const presentedCsrf = optionalSecret(body, 'antiCsrfToken');
  const content = services.refreshTokens.read(token);
  if (content === null) return unauthorised('The refresh token was not issued here.');
  if (enableAntiCsrf && content.antiCsrfToken !== null && content.antiCsrfToken !== presentedCsrf) {
    return unauthorised('The anti-CSRF token does not fit.');
  }
  const { handle } = content;
  const hash1 = sha256Hex(token);
  const use = tokenUse(handle, hash1, content.parentHash1, services);
  const used = await services.store.call('useRefreshToken', { ...use, isStatic });
  if (used === null) return unauthorised();
  const { userId, claims } = used.session;
  if (used.standing === 'other') {
    return outcome('TOKEN_THEFT_DETECTED', { session: { handle, userId, recipeUserId: userId } });
  }
  const antiCsrfToken = enableAntiCsrf ? newAntiCsrfToken() : null;
  const next = newRefreshToken(services, { handle, parentHash1: hash1, antiCsrfToken });
  const facts = { userId, handle, ...freshTimes(services), ...hashes(next.hash1, hash1), antiCsrfToken };
  const accessToken = await accessTokenJson(services, facts, claims, isStatic);
  return sessionReply(used.session, claims, { accessToken, refreshToken: next.json, antiCsrfToken });
};

/** `POST /recipe/session/regenerate` (CDI.md section 3): the payload is replaced, the last writer wins. */
export const regenerateSession: Endpoint = async ({ body }, services) => {
  const accessToken = requiredSecret(body, 'accessToken');
  const claims = optionalObject(body, 'userDataInJWT');
  const token = readToken(await services.keys.verify(accessToken));
  if (token === null) return unauthorised('The access token cannot be read, or nobody here has signed it.');
  const { facts } = token;
  const at = { handle: facts.handle, now: services.now() };
  const name = claims === undefined ? undefined : protectedNameIn(claims);
  if (claims === undefined || name !== undefined) {
    const session = await services.store.call('readSession', at);
    if (session === null) return unauthorised();
    if (name !== undefined) throw badRequest(`The name ${name} is protected`);
  }
  const session = await services.store.call('replaceClaims', {
    ...at,
    claims: claims === undefined ? null : stringifyJson(claims),
  });
  if (session === null) return unauthorised();
  if (facts.expiresAtSeconds * 1000 <= services.now()) return sessionReply(session, session.claims);
  const issuedAtSeconds = Math.floor(services.now() / 1000);
  const renewed = await accessTokenJson(services, { ...facts, issuedAtSeconds }, session.claims, session.isStatic);
  return sessionReply(session, session.claims, { accessToken: renewed });
};

function readToken(payload: string | null) {
  return payload === null ? null : readPayload(payload);
}

function hashes(refreshTokenHash1: string, parentRefreshTokenHash1: string | null) {
  return { refreshTokenHash1, parentRefreshTokenHash1 };
}

function useOf({ handle, refreshTokenHash1, parentRefreshTokenHash1 }: AccessTokenFacts, services: Services) {
  return tokenUse(handle, refreshTokenHash1, parentRefreshTokenHash1, services);
}

/** The row keeps the hash of the hash (CDI.md section 3). */
function tokenUse(handle: string, hash1: string, parentHash1: string | null, { now, lifetimes }: Services) {
  return {
    handle,
    now: now(),
    ownHash: sha256Hex(hash1),
    parentHash: parentHash1 === null ? null : sha256Hex(parentHash1),
    prolongedUntil: now() + lifetimes.sessionMillis,
  };
}

/** The claims as JSON text; a protected name among them is 400. */
function unprotected(claims: JsonObject): string {
  const name = protectedNameIn(claims);
  if (name !== undefined) throw badRequest(`The name ${name} is protected`);
  return stringifyJson(claims);
}
