import type { UserSelector } from '../access/find-user.ts';
import type { Commands } from '../idempotency/commands.ts';
import { updateMyClaimsOnce } from '../idempotency/my-claims.ts';
import { updateUserClaimsOnce } from '../idempotency/user-claims.ts';
import type { Requester } from '../ports.ts';
import type { ClaimsPayload, StoredSession, UserView } from '../types.ts';
import { endSession, type EndSessionInput, type EndSessionResult } from './end-session.ts';
import { mySession } from './my-session.ts';
import type { Page, PageInput } from './page.ts';
import type { MyClaimsDeps, MyClaimsInput, MyClaimsResult } from './update-my-claims.ts';
import type { UserClaimsDeps, UserClaimsInput, UserClaimsResult } from './update-user-claims.ts';
import { emailsOf, sessionsOf, standingClaimsOf, user } from './user.ts';
import { users, type UsersInput } from './users.ts';

/** The one place through which claims are read and written: a use case each. Made for each request. */
export interface ClaimsService {
  /** @throws ClaimsetError as the table of errors in docs/api.md says; so do all others. */
  mySession(requester: Requester): Promise<StoredSession | null>;
  user(requester: Requester, selector: UserSelector): Promise<UserView | null>;
  users(requester: Requester, input: UsersInput): Promise<Page<UserView>>;
  emailsOf(requester: Requester, user: UserView): Promise<readonly string[]>;
  sessionsOf(requester: Requester, user: UserView, input: PageInput): Promise<Page<StoredSession>>;
  standingClaimsOf(requester: Requester, user: UserView): Promise<ClaimsPayload>;
  updateMyClaims(requester: Requester, input: MyClaimsInput): Promise<MyClaimsResult>;
  updateUserClaims(requester: Requester, input: UserClaimsInput): Promise<UserClaimsResult>;
  endSession(requester: Requester, input: EndSessionInput): Promise<EndSessionResult>;
}

/** What the claims service needs of the world. */
export type ClaimsServiceDeps = UserClaimsDeps & MyClaimsDeps & { readonly commands: Commands };

/** The claims service of one request. */
export function claimsService(deps: ClaimsServiceDeps): ClaimsService {
  let mine: Promise<StoredSession | null> | undefined;
  return {
    mySession: (requester) => (mine ??= mySession(requester, deps)),
    user: (requester, selector) => user(requester, selector, deps),
    users: (requester, input) => users(requester, input, deps),
    emailsOf: (requester, view) => emailsOf(requester, view, deps),
    sessionsOf: (requester, view, input) => sessionsOf(requester, view, input, deps),
    standingClaimsOf: (requester, view) => standingClaimsOf(requester, view, deps),
    updateMyClaims: (requester, input) => updateMyClaimsOnce(requester, input, deps),
    updateUserClaims: (requester, input) => updateUserClaimsOnce(requester, input, deps),
    endSession: (requester, input) => endSession(requester, input, deps),
  };
}
