import SuperTokens from 'supertokens-node';
import UserRoles from 'supertokens-node/recipe/userroles/index.js';

/** A command cannot be done; the message says why, and what to do. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
  }
}

/** Which core to ask. */
export interface CommandCore {
  readonly connectionUri: string;
  readonly apiKey: string | null;
}

/** Whose users are administrators: permissions are given in this tenant. */
export const TENANT = 'public';
const TIMEOUT_MILLIS = 15_000;
const NOWHERE = 'http://localhost';

/** Initialises the SDK for commands alone. Once in a process, which serves nothing. */
export function connectForCommands({ connectionUri, apiKey }: CommandCore): void {
  SuperTokens.init({
    telemetry: false,
    supertokens: { connectionURI: connectionUri, ...(apiKey === null ? {} : { apiKey }) },
    appInfo: { appName: 'Claimset', apiDomain: NOWHERE, websiteDomain: NOWHERE },
    recipeList: [UserRoles.init({ skipAddingRolesToAccessToken: true, skipAddingPermissionsToAccessToken: true })],
  });
}

/**
 * Asks the core for a command: the SDK's calls have no timeout of their own.
 * @throws CommandError where the core does not answer, or refuses; and what `work` throws of its own
 */
export async function byHand<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await within(TIMEOUT_MILLIS, work());
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const detail = error instanceof Error ? error.message : 'no reason is known';
    throw new CommandError(`the session core did not do it: ${detail.split('\n', 1)[0] ?? ''}`, { cause: error });
  }
}

/** The id of the one user with an email address. @throws CommandError where there is none, or several */
export async function userIdOf(email: string): Promise<string> {
  const [user, ...others] = await SuperTokens.listUsersByAccountInfo(TENANT, { email });
  if (user === undefined) {
    throw new CommandError(`no user of the tenant ${TENANT} has the email address ${email}: sign up with it first`);
  }
  if (others.length > 0) {
    const ids = [user, ...others].map(({ id }) => id).join(', ');
    throw new CommandError(
      `several users have the email address ${email} (${ids}): link or remove accounts until one is left`,
    );
  }
  return user.id;
}

async function within<Result>(millis: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new CommandError(`the session core did not answer within ${millis / 1000} s: run the command again`));
    }, millis);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
