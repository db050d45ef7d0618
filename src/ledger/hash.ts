import { hash } from 'node:crypto';

import { payloadVersionText } from '../claims/canonical.ts';
import type { Landing } from '../claims/history/types.ts';
import type { ClaimsPayload } from '../claims/types.ts';
import { markerIn } from './marker.ts';

const HASH_LENGTH = 22;

/** The hash of everything in a payload but the marker and the token's own keys: the version by which guards know it. */
export function payloadHash(payload: ClaimsPayload): string {
  return hash('sha256', payloadVersionText(payload), 'base64url').slice(0, HASH_LENGTH);
}

export function landingOf(payload: ClaimsPayload): Landing {
  return { marker: markerIn(payload), hash: payloadHash(payload) };
}

export function isSameLanding(a: Landing, b: Landing): boolean {
  return a.marker === b.marker && a.hash === b.hash;
}
