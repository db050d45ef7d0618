import { expect, it } from 'vitest';

import { claimsOverBudget } from '../../../src/claims/policy/over-budget.ts';
import { CLAIMS_FILE, readClaims } from '../claims-file.ts';

it('a maxLength is named that promises users more than they may fill, and no other', () => {
  const file = CLAIMS_FILE.replace('maxLength: 5', 'maxLength: 101')
    .replace('input MyClaimsPatch {', 'input MyClaimsPatch { locale: String')
    // Only administrators write it.
    .replace('maxLength: 3', 'maxLength: 1000');
  const { policy } = readClaims(file);
  expect(claimsOverBudget(policy, 100)).toEqual([expect.stringMatching(/maxLength: 101\) of locale .* 100 bytes/)]);
  expect(claimsOverBudget(policy, 101)).toEqual([]);
});
