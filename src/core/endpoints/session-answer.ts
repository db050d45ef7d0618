import { randomBytes, randomUUID } from 'node:crypto';
import { outcome, rawJson, type Reply } from '../reply.ts';
import type { Services } from '../services.ts';
import type { StoredSession } from '../store/port.ts';
import { ACCESS_TOKEN_VERSION, payloadJson, TENANT_ID, type AccessTokenFacts } from '../tokens/access-token.ts';
import { sha256Hex } from '../tokens/hash.ts';
import type { RefreshTokenContent } from '../tokens/refresh-token.ts';

/** A signed token with its times, as JSON text. */
export async function accessTokenJson(
  services: Services,
  facts: AccessTokenFacts,
  claimsJson: string,
  isStatic: boolean,
): Promise<string> {
  const token = await services.keys.sign(payloadJson(facts, claimsJson), isStatic, ACCESS_TOKEN_VERSION);
  const [expiry, createdTime] = [facts.expiresAtSeconds * 1000, facts.issuedAtSeconds * 1000];
  return JSON.stringify({ token, expiry, createdTime });
}

/** The times of an access token that is issued now. */
export function freshTimes({ lifetimes, now }: Services): { issuedAtSeconds: number; expiresAtSeconds: number } {
  const issuedAtSeconds = Math.floor(now() / 1000);
  return { issuedAtSeconds, expiresAtSeconds: issuedAtSeconds + lifetimes.accessTokenSeconds };
}

/** A new refresh token, its hash as tokens have it, and its JSON text. */
export function newRefreshToken(services: Services, content: RefreshTokenContent) {
  const token = services.refreshTokens.issue(content);
  const createdTime = services.now();
  const expiry = createdTime + services.lifetimes.sessionMillis;
  return { hash1: sha256Hex(token), json: JSON.stringify({ token, expiry, createdTime }) };
}

/** A handle without `_`: what follows one would be its tenant (CDI.md section 1). */
export function newHandle(): string {
  return randomUUID();
}

/** A new anti-CSRF token. */
export function newAntiCsrfToken(): string {
  return randomBytes(16).toString('hex');
}

/** Members of an answer beside the session; what does not apply is left out. */
export interface TokensJson {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly antiCsrfToken?: string | null;
}

/** OK with a session; its claims are JSON text already. */
export function sessionReply(
  session: Pick<StoredSession, 'handle' | 'userId'>,
  claimsJson: string,
  tokens: TokensJson = {},
): Reply {
  const { handle, userId } = session;
  const own = JSON.stringify({ handle, userId, recipeUserId: userId, tenantId: TENANT_ID });
  const members = [
    '"status":"OK"',
    `"session":${own.slice(0, -1)},"userDataInJWT":${claimsJson}}`,
    ...(tokens.accessToken === undefined ? [] : [`"accessToken":${tokens.accessToken}`]),
    ...(tokens.refreshToken === undefined ? [] : [`"refreshToken":${tokens.refreshToken}`]),
    ...(typeof tokens.antiCsrfToken === 'string' ? [`"antiCsrfToken":${JSON.stringify(tokens.antiCsrfToken)}`] : []),
  ];
  return rawJson(`{${members.join(',')}}`);
}

/** The session is not there, or has ended. */
export function unauthorised(message = 'Session does not exist.'): Reply {
  return outcome('UNAUTHORISED', { message });
}

/** The access token is not good; a new one is to be had by refreshing. */
export function tryRefresh(message: string): Reply {
  return outcome('TRY_REFRESH_TOKEN', { message });
}
