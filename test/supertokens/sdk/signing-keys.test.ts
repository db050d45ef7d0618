import { describe, expect, it } from 'vitest';

import { clockWatch } from '../../../src/supertokens/sdk/signing-keys.ts';

describe('a clock that is watched', () => {
  it.each<[string, number[], boolean[]]>([
    ['runs', [0, 0, 0], [false, false, false]],
    ['is set right by a little', [0, -400, -800], [false, false, false]],
    ['jumps ahead and back', [0, 8 * 86_400_000, 0, 0], [false, false, true, false]],
    ['is set back', [0, -5_000, -5_000], [false, true, false]],
  ])('that %s', (_name, jumps, expected) => {
    let [elapsed, jump] = [0, 0];
    const wasSetBack = clockWatch(
      () => 1_000_000 + elapsed + jump,
      () => elapsed,
    );
    const seen = jumps.map((to) => {
      elapsed += 60_000;
      jump = to;
      return wasSetBack();
    });
    expect(seen).toEqual(expected);
  });
});
