import { describe, expect, it } from 'vitest';

import { checkHistory, explain, type Operation } from '../../proof/history/linearizable.ts';
import { mergeClaims } from '../../src/claims/merge.ts';
import type { ClaimsPatch, ClaimsPayload } from '../../src/claims/types.ts';

function op(from: number, to: number, patch: ClaimsPatch, more: Partial<Operation> = {}): Operation {
  return {
    client: 'c',
    about: JSON.stringify(patch),
    startedAtMillis: from,
    endedAtMillis: to,
    apply: (claims) => mergeClaims(claims, patch, 'MERGE'),
    seen: null,
    outcome: 'DONE',
    ...more,
  };
}

interface Example {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly initial?: ClaimsPayload;
  readonly final: ClaimsPayload;
}

const good: readonly Example[] = [
  { name: 'no operation at all', operations: [], final: {} },
  { name: 'two that overlap, the first wins', operations: [op(0, 10, { k: 1 }), op(5, 15, { k: 2 })], final: { k: 1 } },
  { name: 'two that overlap, the second wins', operations: [op(0, 9, { k: 1 }), op(5, 15, { k: 2 })], final: { k: 2 } },
  {
    name: 'a read that overlaps a write and saw nothing of it',
    operations: [op(0, 10, { a: 1 }), op(2, 8, {}, { seen: {} })],
    final: { a: 1 },
  },
  { name: 'an unknown one that never happened', operations: [op(0, 4, { a: 1 }, { outcome: 'UNKNOWN' })], final: {} },
  {
    name: 'an unknown one that landed',
    operations: [op(0, 4, { a: 1 }, { outcome: 'UNKNOWN' })],
    final: { a: 1 },
  },
  {
    name: 'an unknown one that landed long after, between two acknowledged ones',
    operations: [
      op(0, 4, { k: 1 }, { outcome: 'UNKNOWN' }),
      op(10, 14, { k: 2 }, { seen: { k: 2 } }),
      op(20, 24, {}, { seen: { k: 1 } }),
      op(30, 34, { b: 1 }),
    ],
    final: { k: 1, b: 1 },
  },
  { name: 'one that was refused', operations: [op(0, 4, { a: 1 }, { outcome: 'NOT_DONE' })], final: {} },
];

const bad: readonly Example[] = [
  { name: 'a lost change', operations: [op(0, 10, { a: 1 }), op(5, 15, { b: 2 })], final: { b: 2 } },
  { name: 'an order against the clock', operations: [op(0, 4, { k: 1 }), op(5, 15, { k: 2 })], final: { k: 1 } },
  {
    name: 'a removed claim that came back',
    operations: [op(0, 4, { admin: null }), op(5, 15, { b: 2 })],
    initial: { admin: true },
    final: { admin: true, b: 2 },
  },
  { name: 'an answer that showed what never was', operations: [op(0, 4, {}, { seen: { ghost: 1 } })], final: {} },
  {
    name: 'a stale read after an acknowledged change',
    operations: [op(0, 4, { a: 1 }), op(5, 9, {}, { seen: {} })],
    final: { a: 1 },
  },
  {
    name: 'an unknown one that took effect twice',
    operations: [
      op(0, 4, { k: 1 }, { outcome: 'UNKNOWN' }),
      op(5, 6, { k: 2 }),
      op(7, 8, { k: 3 }, { seen: { k: 3 } }),
    ],
    final: { k: 2 },
  },
  {
    name: 'an unknown one that was seen, gone, and seen again',
    operations: [
      op(0, 4, { k: 1 }, { outcome: 'UNKNOWN' }),
      op(5, 6, {}, { seen: { k: 1 } }),
      op(7, 8, { k: 2 }, { seen: { k: 2 } }),
      op(9, 10, {}, { seen: { k: 1 } }),
    ],
    final: { k: 1 },
  },
  { name: 'a change out of nowhere', operations: [op(0, 4, { a: 1 })], final: { a: 1, b: 1 } },
  {
    name: 'one that was refused and happened',
    operations: [op(0, 4, { a: 1 }, { outcome: 'NOT_DONE' })],
    final: { a: 1 },
  },
];

describe('the search for an order', () => {
  it.each(good)('finds one: $name', ({ operations, initial = {}, final }) => {
    expect(checkHistory(operations, initial, final).isLinearizable).toBe(true);
  });

  it.each(bad)('finds none: $name', ({ operations, initial = {}, final }) => {
    expect(checkHistory(operations, initial, final).isLinearizable).toBe(false);
  });

  it.each([
    { count: 100, isGood: true },
    { count: 40, isGood: false },
  ])('ends soon for $count operations of five clients, a tenth of them unknown', ({ count, isGood }) => {
    const operations = Array.from({ length: count }, (_, at) =>
      op(at * 2, at * 2 + 9, { [`k${at % 7}`]: at }, { outcome: at % 10 === 5 ? 'UNKNOWN' : 'DONE' }),
    );
    const last = operations.reduce<ClaimsPayload>((claims, { apply }) => apply(claims), {});
    const beganAtMillis = performance.now();
    const verdict = checkHistory(operations, {}, isGood ? last : { ...last, k0: -1 });
    expect(verdict.isLinearizable).toBe(isGood);
    expect(performance.now() - beganAtMillis).toBeLessThan(5_000);
  });
});

describe('a counterexample', () => {
  it('shows what can be explained, what cannot be placed, and what was found', () => {
    const operations = [op(0, 4, { a: 1 }), op(5, 9, {}, { seen: {}, client: 'reader', about: 'read' })];
    const table = explain(checkHistory(operations, {}, { a: 1 }), {}, { a: 1 });
    expect(table.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ').trim())).toEqual([
      'from | to | client | operation | claims after it',
      '| at first | {}',
      '0 | 4 | c | {"a":1} | {"a":1}',
      '5 | 9 | reader | read | CANNOT BE PLACED: it saw {}, here it would lead to {"a":1}',
      '| found at the end | {"a":1}',
    ]);
  });
});
