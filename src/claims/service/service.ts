import type { UserSelector } from '../access/find-user.ts';
import type { Requester } from '../ports.ts';
import type { ClaimsPayload, StoredSession, UserView } from '../types.ts';
import { mySession } from './my-session.ts';
import { type MyClaimsInput, type MyClaimsResult, updateMyClaims } from './update-my-claims.ts';
import {
  updateUserClaims,
  type UserClaimsDeps,
  type UserClaimsInput,
  type UserClaimsResult,
} from './update-user-claims.ts';
import { sessionsOf, standingClaimsOf, user } from './user.ts';

/** The one place through which claims are read and written: a use case each. Made for each request. */
export interface ClaimsService {
  /** @throws ClaimsetError as the table of errors in docs/api.md says; so do all others. */
  mySession(requester: Requester): Promise<StoredSession | null>;
  user(requester: Requester, selector: UserSelector): Promise<UserView | null>;
  sessionsOf(user: UserView): Promise<readonly StoredSession[]>;
  standingClaimsOf(user: UserView): Promise<ClaimsPayload>;
  updateMyClaims(requester: Requester, input: MyClaimsInput): Promise<MyClaimsResult>;
  updateUserClaims(requester: Requester, input: UserClaimsInput): Promise<UserClaimsResult>;
}

/** The claims service of one request. */
export function claimsService(deps: UserClaimsDeps): ClaimsService {
  let mine: Promise<StoredSession | null> | undefined;
  return {
    mySession: (requester) => (mine ??= mySession(requester, deps)),
    user: (requester, selector) => user(requester, selector, deps),
    sessionsOf: (view) => sessionsOf(view, deps),
    standingClaimsOf: (view) => standingClaimsOf(view, deps),
    updateMyClaims: (requester, input) => updateMyClaims(requester, input, deps),
    updateUserClaims: (requester, input) => updateUserClaims(requester, input, deps),
  };
}
