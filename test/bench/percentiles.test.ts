import { describe, expect, it } from 'vitest';

import { percentile, spreadOf } from '../../bench/lib/percentiles.ts';

describe('a percentile', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('%d of 1 to 100 is %d', (share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('of one value is that value', () => {
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('a spread', () => {
  it('has the median, the least and the most', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  });
});
