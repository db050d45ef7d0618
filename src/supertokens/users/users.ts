import SuperTokens from 'supertokens-node';
import Multitenancy from 'supertokens-node/recipe/multitenancy/index.js';

import type { UserDirectory, UserRecord } from '../../claims/ports.ts';
import { askCore } from '../remote-core/ask.ts';
import { isAskable } from '../remote-core/askable.ts';
import { inEachTenant } from './in-each-tenant.ts';
import { once } from './once.ts';
import { userPage } from './user-page.ts';

/** Users as the core knows them. Made for each request: no question is asked twice in one. */
export function userDirectory(tenants: TenantList): UserDirectory {
  const byId = once((id: string) => askCore((userContext) => SuperTokens.getUser(id, userContext)));
  const search = once(async (email: string, ...tenantIds: string[]): Promise<readonly UserRecord[]> => {
    const found = await inEachTenant(tenantIds, (tenantId, userContext) =>
      SuperTokens.listUsersByAccountInfo(tenantId, { email }, false, userContext),
    );
    return [...new Map(found.map((user) => [user.id, toRecord(user)])).values()];
  });
  return {
    byId: async (id) => {
      const user = isAskable(id) ? await byId(id) : undefined;
      return user === undefined ? null : toRecord(user);
    },
    byEmail: async (email, tenantIds) => {
      if (!isAskable(email)) return [];
      if (tenantIds !== null) return search(email, ...tenantIds);
      const known = await tenants.known();
      const found = await search(email, ...known);
      if (found.length > 0) return found;
      return search(email, ...(await tenants.fresh()).filter((id) => !known.includes(id)));
    },
    tenantIds: () => tenants.known(),
    page: userPage,
  };
}

/** The tenants of the core. */
export interface TenantList {
  /** Asked for when what is known is older than the list's age. */
  known(): Promise<readonly string[]>;
  /** Asked for now. */
  fresh(): Promise<readonly string[]>;
}

/** Remembers the tenants for `maxAgeMillis`: they change rarely, and each search by email needs them. */
export function tenantList(maxAgeMillis: number, now: () => number): TenantList {
  let current: { readonly ids: readonly string[]; readonly atMillis: number } | undefined;
  const ask = async (): Promise<readonly string[]> => {
    const { tenants } = await askCore((userContext) => Multitenancy.listAllTenants(userContext));
    const ids = tenants.map(({ tenantId }) => tenantId);
    current = { ids, atMillis: now() };
    return ids;
  };
  return {
    known: async () => (current !== undefined && now() - current.atMillis <= maxAgeMillis ? current.ids : ask()),
    fresh: ask,
  };
}

function toRecord({ id, emails, tenantIds }: UserRecord): UserRecord {
  return { id, emails, tenantIds };
}
