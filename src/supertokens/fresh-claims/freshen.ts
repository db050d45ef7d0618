import { setTimeout as delay } from 'node:timers/promises';

import type { SessionContainer } from 'supertokens-node/recipe/session';
import Session from 'supertokens-node/recipe/session/index.js';

import { mergeClaims, patchBetween } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { type ClaimsLock, sessionLockKey } from '../../locks/lock.ts';
import { type CoreTimeLimits, type LockedSection, underLock } from '../lossless/section.ts';
import { freshContext, withClaimsUpdate } from '../lossless/update-context.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import type { KnownClaims } from './known-claims.ts';
import { type AnyClaim, type ClaimOwner, rebuildClaims, type SdkContext } from './rebuild.ts';

/** Nobody's command: the source of a claim has changed. */
const SYSTEM = { actor: { kind: 'SYSTEM', id: null, name: null } } as const;

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
    withClaimsUpdate(context, { handle, compute, section, origin: SYSTEM }),
  );
}

/** Builds the claims of a live session, and merges those that differ. Throws what fails. */
export async function freshenLive(deps: FreshenDeps, handle: string, userContext: SdkContext): Promise<void> {
  await underLock(deps.lock, sessionLockKey(handle), deps.limits, (section) =>
    withDeadline(deps.buildMillis, async (deadline) => {
      const context = freshContext(userContext);
      const found = await section.read(() => Session.getSessionInformation(handle, context));
      if (found === undefined) return;
      const payload = asPayload(found.customClaimsInAccessTokenPayload);
      const owner = { ...found, payload };
      const patch = await build(deps, deps.known.of(payload), { handle, owner, userContext, deadline });
      if (Object.keys(patch).length === 0) return;
      const compute = (stored: { readonly payload: ClaimsPayload }) => mergeClaims(stored.payload, patch, 'MERGE');
      const update = withClaimsUpdate(freshContext(userContext), { handle, compute, section, origin: SYSTEM });
      await Session.mergeIntoAccessTokenPayload(handle, patch, update);
    }),
  );
}

interface Building {
  readonly handle: string;
  readonly owner: ClaimOwner;
  readonly userContext: SdkContext;
  readonly deadline: Promise<unknown>;
}

async function build(
  deps: FreshenDeps,
  claims: readonly AnyClaim[],
  { handle, owner, userContext, deadline }: Building,
): Promise<ClaimsPayload> {
  const { patch, failed } = await rebuildClaims(claims, owner, userContext, deadline);
  for (const { key, reason } of failed) {
    deps.warn('A claim keeps its last value: it could not be built anew.', { handle, key, err: reason });
  }
  return patch;
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
