import type { Core, CoreRequest } from '../context.ts';
import { ok, outcome, type Reply } from '../http/reply.ts';
import { TENANT } from '../tokens/access-token.ts';
import { isKnownTenant } from './tenants.ts';

const PUBLIC_TENANT = { tenantId: TENANT, thirdParty: { providers: [] }, coreConfig: {} };

/** `GET /{t}/recipe/multitenancy/tenant/v2`: here an unknown tenant is an outcome (docs/core-contract.md, 'Requests'). */
export function getTenant(_core: Core, { tenant }: CoreRequest): Reply {
  return isKnownTenant(tenant) ? ok(PUBLIC_TENANT) : outcome('TENANT_NOT_FOUND_ERROR');
}

/** `GET /{t}/recipe/multitenancy/tenant/list/v2` (docs/core-contract.md, 'Users'). */
export function listTenants(): Reply {
  return ok({ tenants: [PUBLIC_TENANT] });
}
