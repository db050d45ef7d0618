import { describe, expect, it } from 'vitest';

import { hasOrder, type Observation, patching } from './history.ts';

function observed(
  startedAt: number,
  endedAt: number,
  patch: Record<string, number | null>,
  more: Partial<Observation> = {},
) {
  return {
    about: JSON.stringify(patch),
    startedAt,
    endedAt,
    apply: patching(patch, 'MERGE'),
    seen: null,
    outcome: 'DONE' as const,
    ...more,
  };
}

describe('the search for an order', () => {
  it('finds one for operations that overlap', () => {
    const lanes = [[observed(0, 10, { k: 1 })], [observed(5, 15, { k: 2 })]];
    expect(hasOrder(lanes, {}, { k: 1 })).toBe(true);
    expect(hasOrder(lanes, {}, { k: 2 })).toBe(true);
  });

  it('respects real time: what ended before cannot win over what began after', () => {
    const lanes = [[observed(0, 4, { k: 1 })], [observed(5, 15, { k: 2 })]];
    expect(hasOrder(lanes, {}, { k: 1 })).toBe(false);
  });

  it('notices a change that is lost', () => {
    const lanes = [[observed(0, 10, { a: 1 })], [observed(5, 15, { b: 2 })]];
    expect(hasOrder(lanes, {}, { b: 2 })).toBe(false);
  });

  it('notices a claim that comes back', () => {
    const lanes = [[observed(0, 4, { admin: null })], [observed(5, 15, { b: 2 })]];
    expect(hasOrder(lanes, { admin: 1 }, { admin: 1, b: 2 })).toBe(false);
  });

  it('notices an answer that showed what never was', () => {
    const lanes = [[observed(0, 4, { a: 1 }, { seen: { a: 1, ghost: 1 } })]];
    expect(hasOrder(lanes, {}, { a: 1 })).toBe(false);
  });

  it('lets an operation of unknown outcome have happened or not, and none that was refused', () => {
    expect(hasOrder([[observed(0, 4, { a: 1 }, { outcome: 'UNKNOWN' })]], {}, {})).toBe(true);
    expect(hasOrder([[observed(0, 4, { a: 1 }, { outcome: 'UNKNOWN' })]], {}, { a: 1 })).toBe(true);
    expect(hasOrder([[observed(0, 4, { a: 1 }, { outcome: 'NOT_DONE' })]], {}, { a: 1 })).toBe(false);
  });
});
