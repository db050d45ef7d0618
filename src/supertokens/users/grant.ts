import SuperTokens from 'supertokens-node';
import UserRoles from 'supertokens-node/recipe/userroles/index.js';

/** A permission cannot be granted; the message says why, and what to do. */
class GrantError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GrantError';
  }
}

/** Which core to ask. */
export interface GrantCore {
  readonly connectionUri: string;
  readonly apiKey: string | null;
}

/** What a grant did with one permission. */
export interface Grant {
  readonly permission: string;
  readonly role: string;
  readonly userId: string;
  /** False where the user had it already. */
  readonly isNew: boolean;
}

const TENANT = 'public';
const TIMEOUT_MILLIS = 15_000;
const NOWHERE = 'http://localhost';

/** Initialises the SDK for grants alone. Once in a process, which serves nothing. */
export function connectForGrants({ connectionUri, apiKey }: GrantCore): void {
  SuperTokens.init({
    telemetry: false,
    supertokens: { connectionURI: connectionUri, ...(apiKey === null ? {} : { apiKey }) },
    appInfo: { appName: 'Claimset', apiDomain: NOWHERE, websiteDomain: NOWHERE },
    recipeList: [UserRoles.init({ skipAddingRolesToAccessToken: true, skipAddingPermissionsToAccessToken: true })],
  });
}

/**
 * Gives a user of the tenant `public` permissions, each by a role of its own, so that it can be taken back alone.
 * Doing it again changes nothing.
 * @throws GrantError where no or several users have the email address, or the core does not answer.
 */
export async function grantPermissions(email: string, permissions: readonly string[]): Promise<Grant[]> {
  try {
    return await within(TIMEOUT_MILLIS, grantAll(email, permissions));
  } catch (error) {
    if (error instanceof GrantError) throw error;
    const detail = error instanceof Error ? error.message : 'no reason is known';
    throw new GrantError(`the session core did not do it: ${detail.split('\n', 1)[0] ?? ''}`, { cause: error });
  }
}

async function grantAll(email: string, permissions: readonly string[]): Promise<Grant[]> {
  const userId = await findUser(email);
  const grants: Grant[] = [];
  for (const permission of permissions) grants.push(await grantPermission(userId, permission));
  return grants;
}

/** The SDK's calls to the core have no timeout of their own. */
async function within<Result>(millis: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new GrantError(`the session core did not answer within ${millis / 1000} s: run the command again`));
    }, millis);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function findUser(email: string): Promise<string> {
  const [user, ...others] = await SuperTokens.listUsersByAccountInfo(TENANT, { email });
  if (user === undefined) {
    throw new GrantError(`no user of the tenant ${TENANT} has the email address ${email}: sign up with it first`);
  }
  if (others.length > 0) {
    const ids = [user, ...others].map(({ id }) => id).join(', ');
    throw new GrantError(
      `several users have the email address ${email} (${ids}): link or remove accounts until one is left`,
    );
  }
  return user.id;
}

async function grantPermission(userId: string, permission: string): Promise<Grant> {
  const role = `claimset:${permission}`;
  await UserRoles.createNewRoleOrAddPermissions(role, [permission]);
  const assigned = await UserRoles.addRoleToUser(TENANT, userId, role);
  if (assigned.status !== 'OK') throw new GrantError(`the role ${role} was removed meanwhile: run the command again`);
  return { permission, role, userId, isNew: !assigned.didUserAlreadyHaveRole };
}
