import type { ClaimsPatch } from '../types.ts';
import { bySize } from './claim-bytes.ts';

/**
 * As many of a user's standing claims as a token has room for: the largest are left out until the rest fits, what is
 * removed never is.
 */
export function fittingStanding(
  standing: ClaimsPatch,
  fits: (patch: ClaimsPatch) => boolean,
): { readonly patch: ClaimsPatch; readonly leftOut: readonly string[] } {
  const largestFirst = bySize(standing).flatMap(({ key }) => (standing[key] === null ? [] : [key]));
  const without = (count: number): ClaimsPatch => {
    const leftOut = new Set(largestFirst.slice(0, count));
    return Object.fromEntries(Object.entries(standing).filter(([key]) => !leftOut.has(key)));
  };
  let count = 0;
  while (count < largestFirst.length && !fits(without(count))) count += 1;
  return { patch: without(count), leftOut: largestFirst.slice(0, count) };
}
