import { isObject } from './envelope.ts';

/** What the ledger writes into each payload: the number of the change in base 36, and 4 random characters. */
const MARKER_KEY = 'st-cset';
const MARKER = /^([0-9a-z]{1,9})[0-9a-z]{4}$/;

/**
 * Whether an access token carries all that another one of the same session does: answers may come in another order than
 * the changes were made. Where one of them says nothing of its change, it is taken as newer.
 */
export function isAsNew(accessToken: string, than: string): boolean {
  const [own, other] = [changeOf(accessToken), changeOf(than)];
  return own === null || other === null || own >= other;
}

/** The number of the change that a token was made for. */
function changeOf(accessToken: string): number | null {
  const marker = payloadOf(accessToken)[MARKER_KEY];
  const digits = typeof marker === 'string' ? MARKER.exec(marker)?.[1] : undefined;
  return digits === undefined ? null : Number.parseInt(digits, 36);
}

function payloadOf(accessToken: string): Readonly<Record<string, unknown>> {
  const [, body = ''] = accessToken.split('.');
  try {
    const payload: unknown = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')));
    return isObject(payload) ? payload : {};
  } catch {
    return {};
  }
}
