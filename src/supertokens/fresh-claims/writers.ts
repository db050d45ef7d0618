import SuperTokens, { type RecipeUserId } from 'supertokens-node';
import type { RecipeInterface as EmailVerificationFunctions } from 'supertokens-node/recipe/emailverification';
import Multitenancy from 'supertokens-node/recipe/multitenancy/index.js';
import type { RecipeInterface as UserRolesFunctions } from 'supertokens-node/recipe/userroles';

import { freshContext } from '../lossless/update-context.ts';
import type { Push } from './push.ts';
import type { SdkContext } from './rebuild.ts';

/** The functions that change roles and permissions, each with the push to whom it concerns. */
export function pushingRoles(original: UserRolesFunctions, push: Push): UserRolesFunctions {
  const usersWith = (role: string, userContext: SdkContext) => usersWithRole(original, role, userContext);
  return {
    ...original,
    addRoleToUser: async (input) => {
      const result = await original.addRoleToUser(input);
      if (result.status === 'OK') await push([input.userId], `role ${input.role} was given`, input.userContext);
      return result;
    },
    removeUserRole: async (input) => {
      const result = await original.removeUserRole(input);
      if (result.status === 'OK') await push([input.userId], `role ${input.role} was taken away`, input.userContext);
      return result;
    },
    deleteRole: async (input) => {
      // Afterwards nobody knows any more who had it. Who gets it meanwhile is told by the function that gives it.
      const reason = `role ${input.role} was deleted`;
      const users = await usersWith(input.role, input.userContext);
      await push.prepare(() => Promise.resolve(users), reason);
      const result = await original.deleteRole(input);
      await push(users, reason, input.userContext);
      return result;
    },
    createNewRoleOrAddPermissions: async (input) => {
      const reason = `role ${input.role} got permissions`;
      const users = () => usersWith(input.role, input.userContext);
      await push.prepare(users, reason);
      const result = await original.createNewRoleOrAddPermissions(input);
      if (!result.createdNewRole) await push(await users(), reason, input.userContext);
      return result;
    },
    removePermissionsFromRole: async (input) => {
      const reason = `role ${input.role} lost permissions`;
      const users = () => usersWith(input.role, input.userContext);
      await push.prepare(users, reason);
      const result = await original.removePermissionsFromRole(input);
      await push(await users(), reason, input.userContext);
      return result;
    },
  };
}

/** The functions that say whether an address is verified, each with the push to whom it concerns. */
export function pushingVerification(original: EmailVerificationFunctions, push: Push): EmailVerificationFunctions {
  const pushTo = async (recipeUserId: RecipeUserId, reason: string, userContext: SdkContext): Promise<void> => {
    const user = await SuperTokens.getUser(recipeUserId.getAsString(), freshContext(userContext));
    await push([user?.id ?? recipeUserId.getAsString()], reason, userContext);
  };
  return {
    ...original,
    verifyEmailUsingToken: async (input) => {
      const result = await original.verifyEmailUsingToken(input);
      if (result.status === 'OK') await pushTo(result.user.recipeUserId, 'the address was verified', input.userContext);
      return result;
    },
    unverifyEmail: async (input) => {
      const result = await original.unverifyEmail(input);
      await pushTo(input.recipeUserId, 'the address is verified no more', input.userContext);
      return result;
    },
  };
}

/** In all tenants: roles and their permissions are the same everywhere, who has them is not. */
async function usersWithRole(
  original: UserRolesFunctions,
  role: string,
  userContext: SdkContext,
): Promise<readonly string[]> {
  const { tenants } = await Multitenancy.listAllTenants(freshContext(userContext));
  const users = new Set<string>();
  for (const { tenantId } of tenants) {
    const found = await original.getUsersThatHaveRole({ role, tenantId, userContext: freshContext(userContext) });
    if (found.status === 'OK') for (const userId of found.users) users.add(userId);
  }
  return [...users];
}
