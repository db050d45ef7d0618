import { describe, expect, it } from 'vitest';

import { fittingStanding } from '../../../src/claims/size/fitting-standing.ts';

describe('standing claims for which a new session has no room', () => {
  const standing = { plan: 'pro', big: 'b'.repeat(90), admin: null, bigger: 'b'.repeat(100) };
  const within = (bytes: number) => fittingStanding(standing, (patch) => JSON.stringify(patch).length <= bytes);

  it.each([
    [300, []],
    [200, ['bigger']],
    [100, ['bigger', 'big']],
    [1, ['bigger', 'big', 'plan']],
  ])('within %i bytes leave out the largest, and never what is removed', (bytes, leftOut) => {
    const fitting = within(bytes);
    expect(fitting.leftOut).toEqual(leftOut);
    expect(Object.keys(fitting.patch)).toEqual(Object.keys(standing).filter((key) => !leftOut.includes(key)));
    expect(fitting.patch).toHaveProperty('admin', null);
  });
});
