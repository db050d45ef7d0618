import SuperTokens from 'supertokens-node';
import UserRoles from 'supertokens-node/recipe/userroles/index.js';

import { byHand, TENANT } from './by-hand.ts';

/** That somebody has a permission, and by which role. */
export interface Administrator {
  readonly userId: string;
  /** Empty where the core does not know the user: roles may be given to any id. */
  readonly emails: readonly string[];
  readonly permission: string;
  readonly role: string;
}

/**
 * Who has one of these permissions in the tenant `public`, by whichever role; sorted.
 * @throws CommandError where the core does not answer
 */
export function listAdministrators(permissions: readonly string[]): Promise<Administrator[]> {
  return byHand(async () => {
    const found: Administrator[] = [];
    for (const permission of permissions) {
      for (const role of (await UserRoles.getRolesThatHavePermission(permission)).roles.toSorted()) {
        for (const userId of await holdersOf(role)) {
          const user = await SuperTokens.getUser(userId);
          found.push({ userId, emails: user?.emails ?? [], permission, role });
        }
      }
    }
    return found;
  });
}

async function holdersOf(role: string): Promise<readonly string[]> {
  const holders = await UserRoles.getUsersThatHaveRole(TENANT, role);
  return holders.status === 'OK' ? holders.users.toSorted() : [];
}
