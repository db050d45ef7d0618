import { apiKeyScopes } from '../../claims/access/api-key.ts';
import type { Environment } from '../../config/config.ts';
import { listAdministrators } from '../../supertokens/users/administrators.ts';
import { expectNoArguments } from '../arguments.ts';
import { withCore } from './with-core.ts';

/** Prints who may do what: one line for each permission of a user, and the role that gives it. */
export async function admins(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  await withCore(env, async () => {
    const administrators = await listAdministrators(apiKeyScopes);
    for (const { userId, emails, permission, role } of administrators) {
      process.stdout.write(
        `${emails.join(', ') || 'no email address'} (${userId}) ${permission}, by the role ${role}\n`,
      );
    }
    if (administrators.length === 0) process.stdout.write('Nobody: claimset grant EMAIL PERMISSION makes one.\n');
  });
}
