import { randomUUID } from 'node:crypto';

import { MARKER_KEY } from '../claims/canonical.ts';
import type { ClaimsPayload } from '../claims/types.ts';

const RANDOM_LENGTH = 4;
const MARKER = /^([1-9a-z][0-9a-z]{0,8}|0)[0-9a-z]{4}$/;

/** A marker: the number of the entry in base 36, and 4 random characters, which tell ledgers that were restored apart. */
export function markerOf(seq: number, random: string): string {
  return `${seq.toString(36)}${random}`;
}

/** The random part of a marker. */
export function randomSuffix(): string {
  const random = Number.parseInt(randomUUID().slice(0, 8), 16);
  return random.toString(36).padStart(RANDOM_LENGTH, '0').slice(-RANDOM_LENGTH);
}

/** The number of the entry that a marker names; null where it is none of ours. */
export function markerSeq(marker: string | null): number | null {
  const digits = marker === null ? undefined : MARKER.exec(marker)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 36);
}

/** The marker of a payload that the core has stored, if it carries one. */
export function markerIn(payload: ClaimsPayload): string | null {
  const marker = Object.hasOwn(payload, MARKER_KEY) ? payload[MARKER_KEY] : null;
  return typeof marker === 'string' ? marker : null;
}

/** The payload without its marker. */
export function withoutMarker(payload: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== MARKER_KEY));
}

export function withMarker(payload: ClaimsPayload, marker: string): ClaimsPayload {
  return Object.fromEntries([...Object.entries(withoutMarker(payload)), [MARKER_KEY, marker]]);
}
