import { ClaimsetError } from '../../claims/errors.ts';
import type { ClaimsService } from '../../claims/service/service.ts';
import type { MyClaimsResult } from '../../claims/service/update-my-claims.ts';
import type { UserClaimsResult } from '../../claims/service/update-user-claims.ts';

/** What became of one write: a session's claims, or the standing claims of a user. */
export interface WriteSeen {
  readonly mutation: 'updateMyClaims' | 'updateUserClaims';
  readonly outcome: 'updated' | 'unchanged' | 'rejected' | 'ended' | 'failed' | 'unknown';
  /** Null where there was no session: standing claims, or a mutation that was refused as a whole. */
  readonly handle: string | null;
  /** Of the largest token that the session could then have; null where it is not known. */
  readonly tokenBytes: number | null;
}

type Seen = Omit<WriteSeen, 'mutation'>;

const NO_CHANGES = { added: [], updated: [], removed: [] };
const NOBODY = { handle: null, tokenBytes: null };

/** The same service, which tells what became of each write. Dry runs and answers that are repeated write nothing. */
export function observedClaims(service: ClaimsService, onWrite: (write: WriteSeen) => void): ClaimsService {
  async function observe<Result>(
    mutation: WriteSeen['mutation'],
    { dryRun }: { readonly dryRun: boolean },
    run: () => Promise<Result>,
    read: (result: Result) => readonly Seen[],
  ): Promise<Result> {
    if (dryRun) return run();
    try {
      const result = await run();
      for (const seen of read(result)) onWrite({ mutation, ...seen });
      return result;
    } catch (error) {
      const outcome = error instanceof ClaimsetError && error.outcome === 'UNKNOWN' ? 'unknown' : 'failed';
      onWrite({ mutation, outcome, ...NOBODY });
      throw error;
    }
  }
  return {
    ...service,
    updateMyClaims: (requester, input) =>
      observe('updateMyClaims', input, () => service.updateMyClaims(requester, input), ofMine),
    updateUserClaims: (requester, input) =>
      observe('updateUserClaims', input, () => service.updateUserClaims(requester, input), ofUser),
  };
}

function ofMine({ session, changes, tokenSize, userErrors, isRepeated }: MyClaimsResult): readonly Seen[] {
  if (isRepeated === true) return [];
  const seen = { handle: session?.handle ?? null, tokenBytes: tokenSize?.bytes ?? null };
  if (userErrors.length > 0) return [{ ...seen, outcome: 'rejected' }];
  const { added, updated, removed } = changes ?? NO_CHANGES;
  const isUnchanged = [added, updated, removed].every((keys) => keys.length === 0);
  return [{ ...seen, outcome: isUnchanged ? 'unchanged' : 'updated' }];
}

function ofUser({ sessions, standing, userErrors, isRepeated }: UserClaimsResult): readonly Seen[] {
  if (isRepeated === true) return [];
  if (userErrors.length > 0) return [{ ...NOBODY, outcome: 'rejected' }];
  const ofSessions = sessions.map(({ handle, status, tokenSize }) => ({
    handle,
    outcome: lowerCase(status),
    tokenBytes: tokenSize?.bytes ?? null,
  }));
  return standing === null ? ofSessions : [...ofSessions, { ...NOBODY, outcome: lowerCase(standing.status) }];
}

function lowerCase<Status extends string>(status: Status): Lowercase<Status> {
  return status.toLowerCase() as Lowercase<Status>;
}
