import { clip } from '../clip.ts';
import type { ClaimError } from '../errors.ts';
import { isSameJson, threeWayMerge } from '../merge.ts';
import { findMisfit } from '../policy/misfit.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import { readValue } from '../policy/read-value.ts';
import { isReservedKey } from '../reserved.ts';
import type { ClaimsPayload, ClaimsWriter, JsonValue } from '../types.ts';
import type { KeyWrite } from './types.ts';

/** What undoing makes of a payload. */
export interface Undone {
  readonly next: ClaimsPayload;
  /** The keys that somebody else has changed since: they stay. */
  readonly changedSince: readonly string[];
}

/** What a change did to a stream, and is to be undone there. */
export interface Traces {
  readonly writes: readonly KeyWrite[];
  /** The keys whose value somebody else has put there since, even if it is the same. */
  readonly others: ReadonlySet<string>;
}

/**
 * Takes back what a change did to a payload: a key gets its value before, unless it was changed again. A key that has
 * the value before already, or is gone as before, is undone.
 */
export function undo({ writes, others }: Traces, stored: ClaimsPayload): Undone {
  const isAt = (key: string, value: JsonValue | undefined): boolean => isSameJson(ownMember(stored, key), value);
  const isLeft = (key: string, after: JsonValue | undefined): boolean => isAt(key, after) && !others.has(key);
  const changedSince = writes.filter(({ key, before, after }) => !isLeft(key, after) && !isAt(key, before));
  const undone = writes.filter((write) => !changedSince.includes(write));
  return {
    next: threeWayMerge(payloadOf(undone, 'after'), payloadOf(undone, 'before'), stored),
    changedSince: changedSince.map(({ key }) => key),
  };
}

/**
 * Why these keys cannot be undone, whatever is stored: who undoes writes the values before, and may write no others than
 * by a patch.
 */
export function undoFaults(
  writes: readonly KeyWrite[],
  writer: ClaimsWriter,
  policy: ClaimsPolicy,
): readonly ClaimError[] {
  return writes.flatMap((write) => {
    const fault = undoFault(write, writer, policy);
    return fault === null ? [] : [{ ...fault, message: clip(fault.message), path: ['change', clip(write.key)] }];
  });
}

function undoFault(
  { key, before, isErased }: KeyWrite,
  writer: ClaimsWriter,
  policy: ClaimsPolicy,
): Omit<ClaimError, 'path'> | null {
  const name = JSON.stringify(key);
  if (isReservedKey(key)) {
    return { code: 'RESERVED_CLAIM', message: `${name} is reserved for the token itself: it cannot be undone here.` };
  }
  if (!policy.mayWrite(writer, key)) {
    return { code: 'CLAIM_NOT_ALLOWED', message: `You may not write ${name}. Leave it out by \`keys\`.` };
  }
  if (isErased === true) {
    return { code: 'VALUES_ERASED', message: `The values of ${name} are not kept. Leave it out by \`keys\`.` };
  }
  if (before === undefined || isWritable(key, before, policy)) return null;
  return { code: 'INVALID_VALUE', message: `The value of ${name} before is not allowed any more. Give another one.` };
}

/** Whether a value that was there once fits what the owner's schema says today. */
function isWritable(key: string, value: JsonValue, { claims }: ClaimsPolicy): boolean {
  const claim = claims.find((declared) => declared.key === key);
  const isClaim = 'value' in readValue(value, [], claim?.maxLength ?? null);
  return isClaim && (claim === undefined || findMisfit(claim.type, value) === null);
}

function payloadOf(writes: readonly KeyWrite[], side: 'before' | 'after'): ClaimsPayload {
  const members = writes.flatMap(({ key, [side]: value }) => (value === undefined ? [] : [[key, value] as const]));
  return Object.fromEntries(members);
}

function ownMember(payload: ClaimsPayload, key: string): JsonValue | undefined {
  return Object.hasOwn(payload, key) ? payload[key] : undefined;
}
