import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';

import type { ClaimsPayload, JsonObject } from '../../claims/types.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { readStanding, type StandingClaimsRead, standingPayload, standingUpdate } from './storage.ts';

/** Where the standing claims of one user are stored. */
export interface StandingMetadata {
  /** What is stored now, asked of the core itself, with the marker of the ledger. */
  read(): Promise<ClaimsPayload>;
  /** Replaces what was read, all of it. Sent once: a second attempt might land late. */
  write(payload: ClaimsPayload): Promise<void>;
}

/** The metadata of one user. */
export interface UserMembers {
  get(): Promise<unknown>;
  /** Replaces these members, each for itself; null removes. */
  update(members: JsonObject): Promise<unknown>;
}

/** Standing claims, as a user's metadata keep them. */
export function standingIn(members: UserMembers): StandingMetadata {
  let found: StandingClaimsRead | undefined;
  return {
    read: async () => {
      found = readStanding(await members.get());
      return standingPayload(found);
    },
    write: async (payload) => {
      found ??= readStanding(await members.get());
      await members.update(standingUpdate(payload, found));
    },
  };
}

/** The standing claims of a user, through the SDK; each call has a context of its own. */
export function standingMetadata(userId: string, contextOf: () => UserContext): StandingMetadata {
  return standingIn({
    get: async () => {
      const found: { readonly metadata: unknown } = await UserMetadata.getUserMetadata(userId, contextOf());
      return found.metadata;
    },
    update: (members) => UserMetadata.updateUserMetadata(userId, { ...members }, contextOf()),
  });
}
