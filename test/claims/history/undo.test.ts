import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { KeyWrite } from '../../../src/claims/history/types.ts';
import { type Traces, undo, undoFaults } from '../../../src/claims/history/undo.ts';
import { isSameJson } from '../../../src/claims/merge.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { readClaims } from '../claims-file.ts';

/** Nobody else has written any of it since. */
const alone = (writes: readonly KeyWrite[]): Traces => ({ writes, others: new Set() });
const payload = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom(1, 2, null, { x: 1 }));

describe('undoing a change', () => {
  it('brings back what was there before, where nothing else has happened', () => {
    fc.assert(
      fc.property(payload, payload, (before, after) => {
        expect(undo(alone(writesBetween(before, after)), after)).toEqual({ next: { ...before }, changedSince: [] });
      }),
    );
  });

  it('touches no key that was changed since, and none that it did not change', () => {
    fc.assert(
      fc.property(payload, payload, payload, (before, after, stored) => {
        const writes = writesBetween(before, after);
        const { next, changedSince } = undo(alone(writes), stored);
        const kept = ['a', 'b', 'c', '__proto__'].filter(
          (key) => changedSince.includes(key) || !writes.some((write) => write.key === key),
        );
        for (const key of kept) expect(isSameJson(memberOf(next, key), memberOf(stored, key))).toBe(true);
      }),
    );
  });

  it('twice is the same as once', () => {
    fc.assert(
      fc.property(payload, payload, payload, (before, after, stored) => {
        const writes = writesBetween(before, after);
        const { next } = undo(alone(writes), stored);
        expect(undo(alone(writes), next).next).toEqual(next);
      }),
    );
  });
});

function memberOf(object: ClaimsPayload, key: string) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

describe('what the claims file does not allow cannot be undone', () => {
  const { policy } = readClaims();
  const updated = (key: string, before: KeyWrite['before']): KeyWrite => ({
    ...{ key, kind: 'UPDATED', after: 'DARK', takesAway: true },
    ...(before === undefined ? {} : { before }),
  });
  const erased: KeyWrite = { key: 'theme', kind: 'UPDATED', takesAway: true, isErased: true };

  it.each([
    ['a key that nobody may write', updated('st-role', 1), 'administrator', 'RESERVED_CLAIM'],
    ['a claim that the caller may not write', updated('locale', 'de'), 'self', 'CLAIM_NOT_ALLOWED'],
    ['a key that is not allowed any more', updated('other', 'x'), 'self', 'CLAIM_NOT_ALLOWED'],
    ['values that are not kept', erased, 'self', 'VALUES_ERASED'],
    ['a value that the enum has no more', updated('theme', 'SEPIA'), 'self', 'INVALID_VALUE'],
    ['a value of another type', updated('company', 'Acme'), 'administrator', 'INVALID_VALUE'],
    ['a value that is too long by now', updated('locale', 'de-DE-1996'), 'administrator', 'INVALID_VALUE'],
    ['a value that no claim may have', updated('app_x', 2 ** 60), 'self', 'INVALID_VALUE'],
  ] as const)('%s', (_title, write, writer, code) => {
    expect(undoFaults([write], writer, policy)).toMatchObject([{ code, path: ['change', write.key] }]);
  });

  it.each([
    ['a value that fits', updated('theme', 'LIGHT')],
    ['a key that was not there', updated('theme', undefined)],
    ['an additional claim', updated('app_x', { any: [1] })],
  ])('but %s can', (_title, write) => {
    expect(undoFaults([write], 'self', policy)).toEqual([]);
  });
});
