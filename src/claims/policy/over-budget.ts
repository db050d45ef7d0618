import type { ClaimsPolicy } from './types.ts';

/** One sentence for each claim whose `maxLength` promises users more than their budget ever lets them write. */
export function claimsOverBudget(policy: ClaimsPolicy, budgetBytes: number): readonly string[] {
  return policy.claims.flatMap(({ field, key, maxLength }) => {
    if (maxLength === null || maxLength <= budgetBytes || !policy.mayWrite('self', key)) return [];
    return [
      `@claim(maxLength: ${maxLength}) of ${field} is more than the ${budgetBytes} bytes that users may fill of their own ` +
        'token: lower it, or raise MAX_OWN_CLAIMS_BYTES',
    ];
  });
}
