import { randomUUID } from 'node:crypto';

import type { Core, CoreRequest } from '../../context.ts';
import {
  optionalBoolean,
  optionalSecret,
  requiredBoolean,
  requiredObject,
  requiredObjectText,
  requiredSecret,
  requiredString,
} from '../../http/fields.ts';
import { outcome, type Reply } from '../../http/reply.ts';
import type { StoredSession } from '../../store/port.ts';
import { sha256Hex } from '../../tokens/hashes.ts';
import { claimsText } from './claims.ts';
import { issueAccessToken, sessionReply, unauthorised } from './session-reply.ts';

/** `POST /{t}/recipe/session` (docs/core-contract.md, 'Sessions'). */
export async function createSession(core: Core, { body }: CoreRequest): Promise<Reply> {
  const userId = requiredString(body, 'userId');
  const claims = requiredObject(body, 'userDataInJWT');
  const data = requiredObjectText(body, 'userDataInDatabase');
  const hasAntiCsrf = requiredBoolean(body, 'enableAntiCsrf');
  const isStatic = !(optionalBoolean(body, 'useDynamicSigningKey') ?? true);
  const first = { handle: randomUUID(), parentHash1: null, antiCsrfToken: hasAntiCsrf ? randomUUID() : null };
  const refreshToken = core.refreshTokens.create(first);
  const createdAt = core.now();
  const session = {
    handle: first.handle,
    userId,
    claims: claimsText(claims),
    data,
    currentHash: sha256Hex(sha256Hex(refreshToken)),
    isStatic,
    createdAt,
    expiresAt: createdAt + core.settings.refreshTokenValidityMillis,
  };
  await core.store.call('createSession', session);
  return pairReply(core, session, { ...first, refreshToken });
}

/** `POST /recipe/session/refresh`: rotation and theft (docs/core-contract.md, 'Sessions'). */
export async function refreshSession(core: Core, { body }: CoreRequest): Promise<Reply> {
  const refreshToken = requiredSecret(body, 'refreshToken');
  const hasAntiCsrf = requiredBoolean(body, 'enableAntiCsrf');
  const isStatic = !requiredBoolean(body, 'useDynamicSigningKey');
  const antiCsrfToken = optionalSecret(body, 'antiCsrfToken');
  const content = core.refreshTokens.open(refreshToken);
  if (content === null) return unauthorised('The refresh token is invalid');
  if (hasAntiCsrf && content.antiCsrfToken !== null && content.antiCsrfToken !== antiCsrfToken) {
    return unauthorised('Anti CSRF token missing, or not matching');
  }
  const hash1 = sha256Hex(refreshToken);
  const used = await core.store.call('useRefreshToken', {
    ...tokenUse(core, content.handle, hash1, content.parentHash1),
    isStatic,
  });
  if (used === null) return unauthorised();
  if (used.standing === 'other') return tokenTheft(used.session);
  const successor = { handle: content.handle, parentHash1: hash1, antiCsrfToken: hasAntiCsrf ? randomUUID() : null };
  const session = { ...used.session, isStatic };
  return pairReply(core, session, { ...successor, refreshToken: core.refreshTokens.create(successor) });
}

/** A use of a refresh token, or of its access token, as the store judges it. */
export function tokenUse(
  { now, settings }: Core,
  handle: string,
  hash1: string,
  parentHash1: string | null,
): {
  handle: string;
  now: number;
  ownHash: string;
  parentHash: string | null;
  prolongedUntil: number;
} {
  return {
    handle,
    now: now(),
    ownHash: sha256Hex(hash1),
    parentHash: parentHash1 === null ? null : sha256Hex(parentHash1),
    prolongedUntil: now() + settings.refreshTokenValidityMillis,
  };
}

interface NewPair {
  readonly refreshToken: string;
  readonly parentHash1: string | null;
  readonly antiCsrfToken: string | null;
}

async function pairReply(core: Core, session: StoredSession, pair: NewPair): Promise<Reply> {
  const { handle, userId, claims, isStatic } = session;
  const { refreshToken, parentHash1, antiCsrfToken } = pair;
  const createdTime = core.now();
  const accessToken = await issueAccessToken(core, {
    handle,
    userId,
    claims,
    isStatic,
    refreshTokenHash1: sha256Hex(refreshToken),
    parentRefreshTokenHash1: parentHash1,
    antiCsrfToken,
  });
  return sessionReply(session, {
    accessToken,
    refreshToken: { token: refreshToken, expiry: createdTime + core.settings.refreshTokenValidityMillis, createdTime },
    ...(antiCsrfToken === null ? {} : { antiCsrfToken }),
  });
}

function tokenTheft({ handle, userId }: StoredSession): Reply {
  return outcome('TOKEN_THEFT_DETECTED', { session: { handle, userId, recipeUserId: userId } });
}
