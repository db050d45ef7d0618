import UserRoles from 'supertokens-node/recipe/userroles/index.js';

import type { Permissions } from '../../claims/ports.ts';
import { jsonBytes } from '../../claims/size/token-size.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { askCore } from '../remote-core/ask.ts';
import { once } from './once.ts';

/** When a claim was built, in milliseconds: of as many digits until the year 2286. */
const BUILT_AT_MILLIS = 1_000_000_000_000;

/** Permissions of users, asked of the core. Made for each request: no question is asked twice in one. */
export function permissions(): Permissions {
  const rolesOf = once((tenantId: string, userId: string) =>
    askCore((userContext) => UserRoles.getRolesForUser(tenantId, userId, userContext)),
  );
  const rolesWith = once((permission: string) =>
    askCore((userContext) => UserRoles.getRolesThatHavePermission(permission, userContext)),
  );
  const permissionsOf = once(async (role: string) => {
    const found = await askCore((userContext) => UserRoles.getPermissionsForRole(role, userContext));
    return found.status === 'OK' ? found.permissions : [];
  });
  return {
    has: async (userId, tenantId, permission) => {
      const [own, sufficient] = await Promise.all([rolesOf(tenantId, userId), rolesWith(permission)]);
      return own.roles.some((role) => sufficient.roles.includes(role));
    },
    claimsOf: async ({ id, memberOf }) => {
      const inTenants = await Promise.all(
        (memberOf.length === 0 ? ['public'] : memberOf).map(async (tenantId) => {
          const { roles } = await rolesOf(tenantId, id);
          const granted = await Promise.all(roles.map(permissionsOf));
          return builtClaims(roles, [...new Set(granted.flat())]);
        }),
      );
      return inTenants.reduce((one, other) => (jsonBytes(other) > jsonBytes(one) ? other : one), {});
    },
  };
}

/** The claims of the recipes UserRoles and EmailVerification, as the SDK builds them at sign-in. */
function builtClaims(roles: readonly string[], permissions: readonly string[]): ClaimsPayload {
  return {
    'st-role': { v: [...roles], t: BUILT_AT_MILLIS },
    'st-perm': { v: [...permissions], t: BUILT_AT_MILLIS },
    'st-ev': { v: false, t: BUILT_AT_MILLIS },
  };
}
