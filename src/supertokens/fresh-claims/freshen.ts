import { setTimeout as delay } from 'node:timers/promises';

import type { SessionContainer } from 'supertokens-node/recipe/session';
import Session from 'supertokens-node/recipe/session/index.js';

import type { ChangeOrigin } from '../../claims/history/types.ts';
import { mergeClaims, patchBetween } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { type ClaimsLock, sessionLockKey } from '../../locks/lock.ts';
import { SYSTEM } from '../lossless/journal.ts';
import { type CoreTimeLimits, type LockedSection, underLock } from '../lossless/section.ts';
import { freshContext, withClaimsUpdate } from '../lossless/update-context.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import type { KnownClaims } from './known-claims.ts';
import { type AnyClaim, type ClaimOwner, rebuildClaims, type Rebuilt, type SdkContext } from './rebuild.ts';

const AT_REFRESH = 'built anew at refresh';

/** Nobody's command: the source of a claim has changed. */
function because(reason: string): ChangeOrigin {
  return { actor: SYSTEM, reason };
}

/** What building claims anew needs. */
export interface FreshenDeps {
  readonly lock: ClaimsLock;
  readonly limits: CoreTimeLimits;
  readonly known: KnownClaims;
  /** How long the sources of all claims together may take. */
  readonly buildMillis: number;
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** The rest is for the second look, at the claims that differ. */
const PART_OF_FIRST_LOOK = 0.6;
/** What the sources may take for a session that nobody waits for. */
const LIVE_BUILD_MILLIS = 2_000;

/** Builds the claims of a session that has just been refreshed, and merges those that differ. Never fails. */
export async function freshenRefreshed(
  deps: FreshenDeps,
  session: SessionContainer,
  userContext: SdkContext,
): Promise<void> {
  const handle = session.getHandle();
  try {
    const inToken = claimsOfToken(asPayload(session.getAccessTokenPayload()));
    const owner = ownerOf(session, inToken);
    const first = await withDeadline(deps.buildMillis * PART_OF_FIRST_LOOK, (deadline) =>
      build(deps, deps.known.of(inToken), { handle, owner, userContext, deadline }),
    );
    // Those that were late at the first look have had their time.
    const differing = deps.known.of(inToken).filter(({ key }) => Object.hasOwn(first, key));
    if (differing.length === 0) return;
    await underLock(deps.lock, sessionLockKey(handle), deps.limits, (section) =>
      withDeadline(deps.buildMillis * (1 - PART_OF_FIRST_LOOK), (deadline) =>
        mergeIntoRefreshed(deps, session, userContext, { section, deadline, inToken, differing }),
      ),
    );
  } catch (error) {
    deps.warn('Claims of a refreshed session were not brought up to date.', { handle, err: error });
  }
}

interface Merging {
  readonly section: LockedSection;
  readonly deadline: Promise<unknown>;
  readonly inToken: ClaimsPayload;
  readonly differing: readonly AnyClaim[];
}

/**
 * Under the lock everything is looked at once more: a role that was taken away since the first look, and whose push has
 * been written, must not come back.
 */
async function mergeIntoRefreshed(
  deps: FreshenDeps,
  session: SessionContainer,
  userContext: SdkContext,
  { section, deadline, inToken, differing }: Merging,
): Promise<void> {
  const handle = session.getHandle();
  const context = freshContext(userContext);
  const found = await section.read(() => Session.getSessionInformation(handle, context));
  if (found === undefined) return;
  const stored = asPayload(found.customClaimsInAccessTokenPayload);
  const owner = ownerOf(session, stored);
  const patch = await build(deps, differing, { handle, owner, userContext, deadline });
  const compute = ({ payload }: { readonly payload: ClaimsPayload }) => mergeClaims(payload, patch, 'MERGE');
  // The SDK alone writes the token's payload with the patch on top: what was stored since goes with it.
  const whole = patchBetween(inToken, compute({ payload: stored }));
  if (Object.keys(whole).length === 0) return;
  await session.mergeIntoAccessTokenPayload(
    whole,
    withClaimsUpdate(context, { handle, compute, section, origin: because(AT_REFRESH) }),
  );
}

/**
 * Builds the claims of a live session, and merges those that differ. Nobody waits as for a refresh, so that the sources
 * have more time. Throws what fails.
 */
export async function freshenLive(
  deps: FreshenDeps,
  handle: string,
  reason: string,
  userContext: SdkContext,
): Promise<void> {
  await underLock(deps.lock, sessionLockKey(handle), deps.limits, (section) =>
    withDeadline(Math.max(deps.buildMillis, LIVE_BUILD_MILLIS), async (deadline) => {
      const context = freshContext(userContext);
      const found = await section.read(() => Session.getSessionInformation(handle, context));
      if (found === undefined) return;
      const payload = asPayload(found.customClaimsInAccessTokenPayload);
      const owner = { ...found, payload };
      const { patch, failed } = await rebuild(deps, deps.known.of(payload), { handle, owner, userContext, deadline });
      if (Object.keys(patch).length > 0) {
        const compute = (stored: { readonly payload: ClaimsPayload }) => mergeClaims(stored.payload, patch, 'MERGE');
        const update = { handle, compute, section, origin: because(reason) };
        await Session.mergeIntoAccessTokenPayload(handle, patch, withClaimsUpdate(freshContext(userContext), update));
      }
      // The application's own have nothing to do with what was changed.
      const missing = failed.filter(({ key }) => key.startsWith('st-'));
      if (missing.length > 0) throw new Error(`not built: ${missing.map(({ key }) => key).join(', ')}`);
    }),
  );
}

interface Building {
  readonly handle: string;
  readonly owner: ClaimOwner;
  readonly userContext: SdkContext;
  readonly deadline: Promise<unknown>;
}

async function build(deps: FreshenDeps, claims: readonly AnyClaim[], building: Building): Promise<ClaimsPayload> {
  return (await rebuild(deps, claims, building)).patch;
}

async function rebuild(
  deps: FreshenDeps,
  claims: readonly AnyClaim[],
  { handle, owner, userContext, deadline }: Building,
): Promise<Rebuilt> {
  const rebuilt = await rebuildClaims(claims, owner, userContext, deadline);
  for (const { key, reason } of rebuilt.failed) {
    deps.warn('A claim keeps its last value: it could not be built anew.', { handle, key, err: reason });
  }
  return rebuilt;
}

function ownerOf(session: SessionContainer, payload: ClaimsPayload): ClaimOwner {
  return {
    userId: session.getUserId(),
    recipeUserId: session.getRecipeUserId(),
    tenantId: session.getTenantId(),
    payload,
  };
}

async function withDeadline<T>(millis: number, work: (deadline: Promise<unknown>) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const deadline = delay(millis, undefined, { signal: over.signal });
  deadline.catch(() => undefined);
  try {
    return await work(deadline);
  } finally {
    over.abort();
  }
}
