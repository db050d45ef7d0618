import { tokenSize } from '../../claims/size/token-size.ts';
import type { ClaimsPayload } from '../../claims/types.ts';

/** The bytes of the larger of a session's two token cookies, in its largest form, as the server counts them. */
export function tokenBytes(payload: ClaimsPayload): number {
  const facts = {
    userId: textOf(payload['sub']),
    recipeUserId: textOf(payload['rsub']),
    tenantId: textOf(payload['tId']),
    handle: handleIn(payload),
  };
  return tokenSize(facts, { ...payload, parentRefreshTokenHash1: PARENT_HASH });
}

/** A refresh adds the hash of the parent. */
const PARENT_HASH = '0'.repeat(64);

/** The payload of an access token; null where the text is none. */
export function payloadOfToken(token: string): ClaimsPayload | null {
  const [, body = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const payload: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isPayload(payload) ? payload : null;
  } catch {
    return null;
  }
}

/** The handle of the session that an access token is of. */
export function handleIn(payload: ClaimsPayload): string {
  return textOf(payload['sessionHandle']);
}

/** Whether something out of JSON is an object. */
export function isPayload(value: unknown): value is ClaimsPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The seconds until an access token expires; 0 once it has, null where it does not say when. */
export function secondsLeft(payload: ClaimsPayload, nowMillis: number): number | null {
  const { exp } = payload;
  return typeof exp === 'number' ? Math.max(0, Math.ceil(exp - nowMillis / 1000)) : null;
}

/** A time for people: `59 min 10 s`. */
export function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
