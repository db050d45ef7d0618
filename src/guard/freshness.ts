import type { AskAuthz } from './authz.ts';
import type { RecentChanges } from './changes.ts';
import { GuardError } from './error.ts';
import type { VerifiedToken } from './tokens/token.ts';
import type { TokenVersions } from './tokens/versions.ts';

/** What the check of a token's claims needs. */
export interface FreshnessDeps {
  readonly changes: RecentChanges;
  readonly versions: TokenVersions;
  /** How old what is known may be. */
  readonly lagMillis: () => number;
  readonly maxGapMillis: number;
  readonly askAuthz: AskAuthz;
  /** What happens where neither the feed nor `/authz` can be had, to a token of which nothing bad is known. */
  readonly onGap: 'refuse' | 'allow';
}

/**
 * Checks that nothing which this token allows was taken away since it was issued, from memory where that can be.
 * @throws GuardError UNAUTHORISED, TRY_REFRESH_TOKEN, or UNAVAILABLE
 */
export async function checkFreshness(deps: FreshnessDeps, token: VerifiedToken, accessToken: string): Promise<void> {
  const { changes } = deps;
  const handle = token.sessionHandle;
  const atCount = changes.count(handle);
  const isComplete = deps.lagMillis() <= deps.maxGapMillis;
  if (isComplete && atCount === 0) return;
  const version = await deps.versions.of(token, accessToken);
  const known = changes.look(handle, version, markerOf(token));
  // No session comes back from its end, however old that news is.
  if (known === 'ENDED') throw new GuardError('UNAUTHORISED', 'the session has ended');
  if (isComplete && (known === 'GOOD' || known === 'NO_CHANGE')) return;
  if (isComplete && known === 'OLD') throw outdated();
  // Where Claimset must be asked and cannot be, what the feed has said goes on counting.
  const otherwise = deps.onGap === 'allow' && !isComplete ? known !== 'OLD' : null;
  const isGood = await isStored(deps.askAuthz, { accessToken, version, otherwise });
  if (isComplete) changes.learn(handle, version, { isGood, atCount });
  if (!isGood) throw outdated();
}

interface Asked {
  readonly accessToken: string;
  readonly version: string;
  /** What to take where Claimset does not answer; null where that is an error. */
  readonly otherwise: boolean | null;
}

async function isStored(askAuthz: AskAuthz, { accessToken, version, otherwise }: Asked): Promise<boolean> {
  try {
    const answer = await askAuthz(accessToken);
    if (answer.kind === 'STORED') return answer.version === version;
    throw new GuardError(answer.code, 'the session has ended, or its access token is no longer valid');
  } catch (error) {
    if (otherwise !== null && error instanceof GuardError && error.code === 'UNAVAILABLE') return otherwise;
    throw error;
  }
}

function outdated(): GuardError {
  return new GuardError('TRY_REFRESH_TOKEN', 'claims of this access token were taken away');
}

function markerOf({ payload }: VerifiedToken): string | null {
  const marker = payload['st-cset'];
  return typeof marker === 'string' ? marker : null;
}
