import { EmailVerificationClaim } from 'supertokens-node/recipe/emailverification/index.js';
import { PermissionClaim, UserRoleClaim } from 'supertokens-node/recipe/userroles/index.js';

import type { ClaimsPayload } from '../../claims/types.ts';
import type { AnyClaim } from './rebuild.ts';

/** The claims that SuperTokens' own recipes put into a session at sign-in. */
const OF_RECIPES: readonly AnyClaim[] = [UserRoleClaim, PermissionClaim, EmailVerificationClaim];

/** Which claims are built anew. */
export interface KnownClaims {
  /** A recipe of this process can build these claims, and adds some of them at sign-in. */
  canBuild(keys: readonly string[], addedAtSignIn: readonly string[]): void;
  /** The claims of a session: those that are added at sign-in, and those that another application has added to it. */
  of(payload: ClaimsPayload): readonly AnyClaim[];
}

/** `own`: the claims that the application builds itself. */
export function knownClaims(own: readonly AnyClaim[]): KnownClaims {
  const available = new Set<string>();
  const added = new Set<string>();
  const ofRecipes = OF_RECIPES.filter(({ key }) => !own.some((claim) => claim.key === key));
  const isOf = (payload: ClaimsPayload, key: string): boolean => added.has(key) || Object.hasOwn(payload, key);
  return {
    canBuild: (keys, addedAtSignIn) => {
      for (const key of keys) available.add(key);
      for (const key of addedAtSignIn) added.add(key);
    },
    of: (payload) => [...ofRecipes.filter(({ key }) => available.has(key) && isOf(payload, key)), ...own],
  };
}
