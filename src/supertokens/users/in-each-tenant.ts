import pLimit from 'p-limit';

import type { UserContext } from '../lossless/update-context.ts';
import { askCore } from '../remote-core/ask.ts';
import { statusIn } from '../remote-core/failure.ts';

/** How many tenants are asked at a time. */
const TENANTS_AT_A_TIME = 8;
const BAD_REQUEST = 400;

/** What the core answers for each of these tenants, all together. Of a tenant that it does not know there is nothing. */
export async function inEachTenant<Item>(
  tenantIds: readonly string[],
  ask: (tenantId: string, userContext: UserContext) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const answers = await pLimit(TENANTS_AT_A_TIME).map(tenantIds, async (tenantId) => {
    try {
      return await askCore((userContext) => ask(tenantId, userContext));
    } catch (error) {
      if (isUnknownTenant(error)) return [];
      throw error;
    }
  });
  return answers.flat();
}

/** Whether the core has refused a call since it does not know the tenant. */
export function isUnknownTenant(error: unknown): boolean {
  return statusIn(error) === BAD_REQUEST && error instanceof Error && /tenant/i.test(error.message);
}
