import { permissionNames } from '../../claims/access/api-key.ts';
import type { Environment } from '../../config/config.ts';
import { revokePermission } from '../../supertokens/users/grant.ts';
import { readEmail, readWords } from '../arguments.ts';
import { withCore } from './with-core.ts';

/**
 * Takes permissions from a user, at once: they are asked of the core at each call.
 * @throws Error where the user still has one, by a role that was not given by `claimset grant`
 */
export async function revoke([address, ...args]: readonly string[], env: Environment): Promise<void> {
  const email = readEmail(address);
  const permissions = readWords(args, 'permission', permissionNames);
  const kept: string[] = [];
  await withCore(env, async () => {
    for (const permission of permissions) {
      const { userId, isTaken, otherRoles } = await revokePermission(email, permission);
      process.stdout.write(
        `${email} (${userId}) ${isTaken ? 'has no longer' : 'did not have'} ${permission} by claimset grant\n`,
      );
      kept.push(...otherRoles.map((role) => `${email} still has ${permission}, by the role ${role}: take that away`));
    }
  });
  if (kept.length > 0) throw new Error(kept.join('\n'));
}
