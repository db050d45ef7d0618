import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

import type { ClaimsPayload } from '../../claims/types.ts';
import { GuardError } from '../error.ts';

/** An access token whose signature and life are good. */
export interface VerifiedToken {
  readonly userId: string;
  readonly sessionHandle: string;
  readonly tenantId: string;
  readonly expiresAtMillis: number;
  /** All of it. */
  readonly payload: ClaimsPayload;
}

/** What a token must be, beside what SuperTokens makes. */
export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** The time of day, by which tokens expire. */
  readonly wallClockMillis: () => number;
}

/** Checks an access token. @throws GuardError TRY_REFRESH_TOKEN, or UNAVAILABLE where the keys cannot be had */
export type VerifyToken = (accessToken: string) => Promise<VerifiedToken>;

const ALGORITHM = 'RS256';

/** Checks access tokens by the keys that their issuer publishes. */
export function tokenVerifier(rules: TokenRules): VerifyToken {
  const options = {
    algorithms: [ALGORITHM],
    ...(rules.issuer === undefined ? {} : { issuer: rules.issuer }),
    ...(rules.audience === undefined ? {} : { audience: rules.audience }),
  };
  return async (accessToken) => {
    const currentDate = new Date(rules.wallClockMillis());
    return toToken(await verified(accessToken, rules.keys, { ...options, currentDate }));
  };
}

async function verified(
  accessToken: string,
  keys: JWTVerifyGetKey,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(accessToken, keys, options)).payload;
  } catch (cause) {
    throw refusal(cause);
  }
}

/** What is wrong with the token, or with the way to its keys. */
function refusal(cause: unknown): GuardError {
  if (cause instanceof errors.JWTExpired) return new GuardError('TRY_REFRESH_TOKEN', 'the access token has expired');
  if (cause instanceof errors.JOSEError) {
    return new GuardError('TRY_REFRESH_TOKEN', 'the access token is not valid here', { cause });
  }
  return new GuardError('UNAVAILABLE', 'the keys of the access tokens cannot be had now', { cause });
}

/** The same keys sign other tokens too, as those of OAuth clients: they are no sessions. */
function toToken(payload: JWTPayload): VerifiedToken {
  const { sub, exp } = payload;
  const { sessionHandle, tId, stt } = payload;
  const isSession = typeof sub === 'string' && typeof sessionHandle === 'string' && typeof exp === 'number';
  if (!isSession || (stt !== undefined && stt !== 0)) {
    throw new GuardError('TRY_REFRESH_TOKEN', 'the token is not the access token of a session');
  }
  return {
    userId: sub,
    sessionHandle,
    tenantId: typeof tId === 'string' ? tId : 'public',
    expiresAtMillis: exp * 1000,
    payload: asClaims(payload),
  };
}

/** It came out of `JSON.parse`, so that its members are JSON by construction. */
function asClaims(payload: object): ClaimsPayload {
  if (isClaims(payload)) return payload;
  throw new TypeError('a verified token has a payload that is no object');
}

function isClaims(value: object): value is ClaimsPayload {
  return !Array.isArray(value);
}
