import { describe, expect, it } from 'vitest';

import { BoundedMemory } from '../../src/limits/bounded-memory.ts';

const memory = (mostKeys: number) => new BoundedMemory({ keyPrefix: 'x', points: 2, duration: 60 }, mostKeys);
const used = async (limiter: BoundedMemory, key: string) => (await limiter.get(key))?.consumedPoints ?? 0;

describe('counts in memory', () => {
  it('are kept for so many keys, and forgotten of whoever was not seen for the longest time', async () => {
    const limiter = memory(2);
    for (const key of ['a', 'b', 'a', 'c']) await limiter.consume(key);
    expect([await used(limiter, 'a'), await used(limiter, 'b'), await used(limiter, 'c')]).toEqual([2, 0, 1]);
    await expect(limiter.consume('a')).rejects.toMatchObject({ consumedPoints: 3 });
  });

  it('that are given back or deleted make room', async () => {
    const limiter = memory(2);
    for (const key of ['a', 'b']) await limiter.consume(key);
    await limiter.delete('b');
    await limiter.reward('a', 1);
    await limiter.consume('c');
    expect([await used(limiter, 'a'), await used(limiter, 'c')]).toEqual([0, 1]);
  });
});
