import type { SuperTokensPlugin } from 'supertokens-node';
import type { SessionContainer } from 'supertokens-node/recipe/session';

import type { ChangeOrigin } from '../../claims/history/types.ts';
import { isSameJson, mergeClaims } from '../../claims/merge.ts';
import { fittingStanding } from '../../claims/size/fitting-standing.ts';
import { COOKIE_LIMIT_BYTES, type TokenFacts, tokenSize } from '../../claims/size/token-size.ts';
import type { ClaimsPatch, ClaimsPayload } from '../../claims/types.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type ClaimsLock, sessionLockKey } from '../../locks/lock.ts';
import { errorOnConsole, Journal, SYSTEM } from '../lossless/journal.ts';
import { type CoreTimeLimits, DEFAULT_TIME_LIMITS, type LockedSection, underLock } from '../lossless/section.ts';
import { freshContext, type UserContext, withClaimsUpdate } from '../lossless/update-context.ts';
import { assertHasLock, checkedPlugin } from '../sdk/check-plugins.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import { findStanding, type StandingFound } from './find-standing.ts';

/** The settings of `standingClaims`. */
export interface StandingClaimsOptions {
  /** The lock that `losslessClaims` has. */
  readonly lock: ClaimsLock;
  /**
   * The ledger that `losslessClaims` has: by it a change is known that is still under way, and who put each claim into
   * a session. Without it, what is stored counts.
   */
  readonly ledger?: Ledger;
  /** Told of what failed in the background and is done later: on the console where it is left out. */
  readonly onError?: (error: unknown) => void;
  /** Told where standing claims are left out: reserved keys, or a token that would be too large. */
  readonly onWarning?: (
    message: string,
    details: { readonly userId: string; readonly keys: readonly string[] },
  ) => void;
  /** How long the core may take; parts that are left out have their defaults. */
  readonly limits?: Partial<CoreTimeLimits>;
}

interface StandingSettings {
  readonly lock: ClaimsLock;
  readonly journal: Journal | null;
  readonly warn: NonNullable<StandingClaimsOptions['onWarning']>;
  readonly limits: CoreTimeLimits;
}

const warnOnConsole: StandingSettings['warn'] = (message, details) => {
  console.warn(message, details);
};

/**
 * A SuperTokens plugin (for `experimental.plugins`) with which new sessions start with their user's standing claims:
 * those that `updateUserClaims` stored for them.
 */
export function standingClaims(options: StandingClaimsOptions): SuperTokensPlugin {
  assertHasLock('standingClaims', options);
  const { ledger, onError = errorOnConsole } = options;
  return standingPlugin(options, ledger === undefined ? null : new Journal({ ledger, onError }));
}

/** The plugin, with a journal that is used elsewhere, too. */
export function standingPlugin(
  options: Omit<StandingClaimsOptions, 'ledger' | 'onError'>,
  journal: Journal | null,
): SuperTokensPlugin {
  const settings: StandingSettings = {
    ...{ lock: options.lock, journal },
    warn: options.onWarning ?? warnOnConsole,
    limits: { ...DEFAULT_TIME_LIMITS, ...options.limits },
  };
  return checkedPlugin('standingClaims', options.lock, {
    session: {
      functions: (original) => ({
        ...original,
        createNewSession: async (input) => {
          const session = await original.createNewSession(input);
          return startWithStanding(session, input.userContext, settings);
        },
      }),
    },
  });
}

/** A session without the standing claims might have rights that were taken away: rather none at all. */
async function startWithStanding(
  session: SessionContainer,
  userContext: UserContext,
  settings: StandingSettings,
): Promise<SessionContainer> {
  try {
    const key = sessionLockKey(session.getHandle());
    await underLock(settings.lock, key, settings.limits, (section) =>
      mergeStanding(session, userContext, settings, section),
    );
    return session;
  } catch (error) {
    await session.revokeSession(freshContext(userContext)).catch(() => undefined);
    throw error;
  }
}

/**
 * The session exists before its standing claims are read, and whoever changes them writes them before listing the
 * sessions: so one of the two sees the other.
 */
async function mergeStanding(
  session: SessionContainer,
  userContext: UserContext,
  settings: StandingSettings,
  section: LockedSection,
): Promise<void> {
  const userId = session.getUserId();
  const context = freshContext(userContext);
  const standing = await findStanding(userId, userContext, section, settings.journal);
  if (standing.ignored.length > 0) {
    settings.warn('Standing claims that cannot be claims were ignored.', { userId, keys: standing.ignored });
  }
  const claims = claimsOfToken(asPayload(session.getAccessTokenPayload()));
  const patch = fittingPatch(session, claims, standing.patch, settings);
  if (isSameJson(mergeClaims(claims, patch, 'MERGE'), claims)) return;
  const update = {
    handle: session.getHandle(),
    compute: ({ payload }: { readonly payload: ClaimsPayload }) => mergeClaims(payload, patch, 'MERGE'),
    section,
    origin: beginningOf(patch, standing),
    putThere: standing.origins,
  };
  await session.mergeIntoAccessTokenPayload(patch, withClaimsUpdate(context, update));
  // Without a ledger that write has asked already. A ledger orders writes, but not this one after a change of the
  // standing claims that came between: whoever made it must still have been waiting for the lock.
  if (section.isOpen) await section.assertHeld();
}

/** The change by which a session begins with standing claims: the newest that put some of them there led to it. */
function beginningOf(patch: ClaimsPatch, { origins }: StandingFound): ChangeOrigin {
  const led = Object.keys(patch).flatMap((key) => origins[key]?.changeId ?? []);
  return { actor: SYSTEM, causedBy: led.toSorted().at(-1) ?? null };
}

/** As many of the standing claims as the token has room for beside what the application gave the session. */
function fittingPatch(
  session: SessionContainer,
  claims: ClaimsPayload,
  standing: ClaimsPatch,
  settings: StandingSettings,
): ClaimsPatch {
  const facts = tokenFacts(session);
  const fits = (patch: ClaimsPatch): boolean =>
    tokenSize(facts, mergeClaims(claims, patch, 'MERGE')) <= COOKIE_LIMIT_BYTES;
  const { patch, leftOut } = fittingStanding(standing, fits);
  if (leftOut.length > 0) {
    const message = 'Standing claims were left out of a new session, whose token would be too large.';
    settings.warn(message, { userId: facts.userId, keys: leftOut });
  }
  return patch;
}

function tokenFacts(session: SessionContainer): TokenFacts {
  const { antiCsrfToken } = asPayload(session.getAccessTokenPayload());
  return {
    userId: session.getUserId(),
    recipeUserId: session.getRecipeUserId().getAsString(),
    tenantId: session.getTenantId(),
    handle: session.getHandle(),
    header: session.getAccessToken().split('.')[0] ?? '',
    antiCsrfToken: typeof antiCsrfToken === 'string' ? antiCsrfToken : null,
  };
}
