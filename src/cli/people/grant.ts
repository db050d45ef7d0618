import { permissionNames } from '../../claims/access/api-key.ts';
import type { Environment } from '../../config/config.ts';
import { grantPermissions } from '../../supertokens/users/grant.ts';
import { readEmail, readWords } from '../arguments.ts';
import { withCore } from './with-core.ts';

/** Gives a user permissions: how the first administrator is made. */
export async function grant([address, ...args]: readonly string[], env: Environment): Promise<void> {
  const email = readEmail(address);
  const permissions = readWords(args, 'permission', permissionNames);
  await withCore(env, async () => {
    for (const { permission, role, userId, isNew } of await grantPermissions(email, permissions)) {
      const verb = isNew ? 'has' : 'had already';
      process.stdout.write(`${email} (${userId}) ${verb} ${permission}, by the role ${role}\n`);
    }
  });
}
