import type { ClaimsPayload, JsonValue } from '../types.ts';
import { jsonBytes } from './token-size.ts';

const NAMED = 5;
const LONGEST_NAME = 60;

/** The bytes that those claims of a payload take that a caller may write: of their JSON, with their keys. */
export function writableBytes(payload: ClaimsPayload, mayWrite: (key: string) => boolean): number {
  return jsonBytes(Object.fromEntries(Object.entries(payload).filter(([key]) => mayWrite(key))));
}

/** The claims of a payload, the largest first. */
export function bySize(payload: ClaimsPayload): readonly { readonly key: string; readonly bytes: number }[] {
  const sizes = Object.entries(payload).map(([key, value]) => ({ key, bytes: claimBytes(key, value) }));
  return sizes.toSorted((a, b) => b.bytes - a.bytes);
}

/** Which claims take how many bytes, the largest first, for people. */
export function largestClaims(payload: ClaimsPayload): string {
  const sizes = bySize(payload);
  const named = sizes.slice(0, NAMED).map(({ key, bytes }) => `${shown(key)} ${bytes}`);
  const others = sizes.slice(NAMED).reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = others === 0 ? '' : `, ${sizes.length - NAMED} others ${others}`;
  return `Bytes of its claims, the largest first: ${named.join(', ')}${rest}.`;
}

/** `"key":value` */
function claimBytes(key: string, value: JsonValue): number {
  return jsonBytes({ [key]: value }) - '{}'.length;
}

function shown(key: string): string {
  return JSON.stringify(key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME)}...` : key);
}
