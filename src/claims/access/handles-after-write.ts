import type { ChangeLog, SessionStore } from '../ports.ts';
import type { UserView } from '../types.ts';

interface HandlesDeps {
  readonly user: Pick<UserView, 'id' | 'tenantIds'>;
  readonly list: Pick<SessionStore, 'handlesOf'>;
  readonly log: Pick<ChangeLog, 'notListed'>;
}

/**
 * The handles of a user's live sessions, once something was written for the future ones, or may be: then null where they
 * cannot be listed, which the log is told and the result has to say.
 * @throws what listing them throws, where nothing was written
 */
export async function handlesAfterWrite(
  isWritten: boolean,
  { user, list, log }: HandlesDeps,
): Promise<readonly string[] | null> {
  try {
    return await list.handlesOf(user.id, user.tenantIds);
  } catch (error) {
    if (!isWritten) throw error;
    log.notListed(error, user.id);
    return null;
  }
}
