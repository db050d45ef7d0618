import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';

import { ClaimsetError } from '../../claims/errors.ts';
import type { Origin } from '../../claims/history/types.ts';
import { isSameJson } from '../../claims/merge.ts';
import type { ClaimsPatch, ClaimsPayload } from '../../claims/types.ts';
import type { Settled } from '../../ledger/settle.ts';
import type { Journal } from '../lossless/journal.ts';
import type { LockedSection } from '../lossless/section.ts';
import { freshContext, type UserContext } from '../lossless/update-context.ts';
import { settleStanding, standingStream } from './by-ledger.ts';
import { readStanding, type StandingClaimsRead, standingPayload } from './storage.ts';

/** The standing claims with which a session is to begin. */
export interface StandingFound {
  readonly patch: ClaimsPatch;
  /** Keys that are ignored: reserved, or not written by Claimset. */
  readonly ignored: readonly string[];
  /** Which change put each of them there, where the ledger knows it. */
  readonly origins: Readonly<Record<string, Origin>>;
}

/**
 * The standing claims of a user, as the ledger makes of what is stored. Where it does not answer, those that are stored:
 * a change that these do not show is still open then, and reaches the session when it is settled.
 */
export async function findStanding(
  userId: string,
  userContext: UserContext,
  section: LockedSection,
  journal: Journal | null,
): Promise<StandingFound> {
  const read = (): Promise<StandingClaimsRead> => section.read(() => readMetadata(userId, userContext));
  if (journal === null) return asStored(await read());
  let stored: StandingClaimsRead | undefined;
  const readPayload = async (): Promise<ClaimsPayload> => {
    stored = await read();
    return standingPayload(stored);
  };
  try {
    const settled = await settleStanding(journal, userId, readPayload);
    if (settled.isOpen) journal.inBackground(journal.ledger.wake([standingStream(userId)]));
    return { patch: settled.current, ignored: stored?.ignored ?? [], origins: originsOf(settled) };
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.code === 'LEDGER_UNAVAILABLE')) throw error;
    journal.leave(error);
    return asStored(await read());
  }
}

async function readMetadata(userId: string, userContext: UserContext): Promise<StandingClaimsRead> {
  const found: { readonly metadata: unknown } = await UserMetadata.getUserMetadata(userId, freshContext(userContext));
  return readStanding(found.metadata);
}

function asStored({ patch, ignored }: StandingClaimsRead): StandingFound {
  return { patch, ignored, origins: {} };
}

/** Of what was written around the ledger it does not know yet by whom. */
function originsOf({ head, current }: Settled): Readonly<Record<string, Origin>> {
  if (head === null) return {};
  return Object.fromEntries(
    Object.entries(head.origins).filter(([key]) => isSameJson(head.payload[key], current[key])),
  );
}
