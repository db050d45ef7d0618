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
  return afterWrite(
    isWritten,
    () => list.handlesOf(user.id, user.tenantIds),
    (error) => {
      log.notListed(error, user.id);
    },
  );
}

/**
 * What has to be read once something was written, or may be: then null where it cannot be read, and `tell` is told why.
 * @throws what `read` throws, where nothing was written
 */
export async function afterWrite<Found>(
  isWritten: boolean,
  read: () => Promise<Found>,
  tell: (error: unknown) => void,
): Promise<Found | null> {
  try {
    return await read();
  } catch (error) {
    if (!isWritten) throw error;
    tell(error);
    return null;
  }
}
