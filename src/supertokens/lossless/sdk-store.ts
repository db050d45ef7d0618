import type { SessionInformation } from 'supertokens-node/recipe/session';

import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import { toStoredSession } from '../sdk/stored-session.ts';
import { letPass, passingWriteIn } from './passing.ts';
import type { PayloadStore, SharedWrite } from './payload-store.ts';
import { freshContext, type UserContext } from './update-context.ts';

/** The functions of the SDK that read a session and write its payload, by handle or by token. */
export interface SdkFunctions<Context extends UserContext, Written> {
  /** The access token that it writes with; left out where it writes by handle. */
  readonly accessToken?: string;
  readonly read: (userContext: Context) => Promise<SessionInformation | undefined>;
  /** Null where the session has ended. */
  readonly write: (next: ClaimsPayload, stored: StoredSession, userContext: Context) => Promise<Written | null>;
  readonly follow: (write: SharedWrite) => Promise<Written | null>;
}

/** A session's payload, through the SDK. The SDK caches what it reads in the context: each read has one of its own. */
export function sdkStore<Context extends UserContext, Written>(
  sdk: SdkFunctions<Context, Written>,
  given: Context,
): PayloadStore<Written> {
  let userContext = freshContext(given);
  let found: SessionInformation | undefined;
  return {
    accessToken: sdk.accessToken ?? null,
    read: async () => {
      userContext = freshContext(given);
      found = await sdk.read(userContext);
      return found === undefined ? null : toStoredSession(found);
    },
    write: (next, stored) => {
      if (found !== undefined) letPass(userContext, { found, next });
      return sdk.write(next, stored, userContext);
    },
    get answer() {
      return passingWriteIn(userContext)?.answer;
    },
    follow: (write) => sdk.follow(write),
  };
}
