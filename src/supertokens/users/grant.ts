import UserRoles from 'supertokens-node/recipe/userroles/index.js';

import { byHand, CommandError, TENANT, userIdOf } from './by-hand.ts';

/** What a grant did with one permission. */
export interface Grant {
  readonly permission: string;
  readonly role: string;
  readonly userId: string;
  /** False where the user had it already. */
  readonly isNew: boolean;
}

/** What became of a permission that is taken back. */
export interface Revocation {
  readonly userId: string;
  /** False where the user did not have it by a role of ours. */
  readonly isTaken: boolean;
  /** Roles of others by which the user still has the permission. */
  readonly otherRoles: readonly string[];
}

/** The role that gives one permission, and nothing else: so that it can be taken back alone. */
const roleOf = (permission: string): string => `claimset:${permission}`;

/**
 * Gives a user of the tenant `public` permissions, each by a role of its own. Doing it again changes nothing.
 * @throws CommandError where no or several users have the email address, or the core does not answer.
 */
export function grantPermissions(email: string, permissions: readonly string[]): Promise<Grant[]> {
  return byHand(async () => {
    const userId = await userIdOf(email);
    const grants: Grant[] = [];
    for (const permission of permissions) grants.push(await grantPermission(userId, permission));
    return grants;
  });
}

/**
 * Takes a permission from a user of the tenant `public`, if it was given as {@link grantPermissions} gives it.
 * @throws CommandError as above
 */
export function revokePermission(email: string, permission: string): Promise<Revocation> {
  return byHand(async () => {
    const userId = await userIdOf(email);
    const removed = await UserRoles.removeUserRole(TENANT, userId, roleOf(permission));
    const { roles } = await UserRoles.getRolesForUser(TENANT, userId);
    const sufficient = await UserRoles.getRolesThatHavePermission(permission);
    return {
      userId,
      isTaken: removed.status === 'OK' && removed.didUserHaveRole,
      otherRoles: roles.filter((role) => sufficient.roles.includes(role)),
    };
  });
}

async function grantPermission(userId: string, permission: string): Promise<Grant> {
  const role = roleOf(permission);
  await UserRoles.createNewRoleOrAddPermissions(role, [permission]);
  const assigned = await UserRoles.addRoleToUser(TENANT, userId, role);
  if (assigned.status !== 'OK') throw new CommandError(`the role ${role} was removed meanwhile: run the command again`);
  return { permission, role, userId, isNew: !assigned.didUserAlreadyHaveRole };
}
