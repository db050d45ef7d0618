import { badRequest, HttpError } from '../http/errors.ts';
import { TENANT } from '../tokens/access-token.ts';

/** Whether a path's tenant exists; a path without one means `public` (docs/core-contract.md, 'Requests'). */
export function isKnownTenant(tenant: string | null): boolean {
  return tenant === null || tenant.toLowerCase() === TENANT;
}

/** For tenant endpoints: an unknown one is 400. */
export function requireKnownTenant(tenant: string | null): void {
  if (!isKnownTenant(tenant)) throw badRequest(`The tenant ${JSON.stringify(tenant)} does not exist`);
}

/** For app-wide endpoints: below another tenant than `public` they are 403. */
export function requireAppWide(tenant: string | null): void {
  if (!isKnownTenant(tenant))
    throw new HttpError(403, 'Only the public tenantId is allowed to call this app specific API');
}

/** The tenant of a handle is what follows its `_`; ours have none, so that one must be the caller's (docs/core-contract.md, 'Requests'). */
export function requireTenantOfHandle(handle: string): void {
  const [, tenant] = handle.split('_');
  if (tenant !== undefined && tenant !== '') requireKnownTenant(tenant);
}
