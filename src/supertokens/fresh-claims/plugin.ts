import type { SuperTokensPlugin } from 'supertokens-node';

import type { Ledger } from '../../ledger/ledger.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { Journal } from '../lossless/journal.ts';
import { type CoreTimeLimits, DEFAULT_TIME_LIMITS } from '../lossless/section.ts';
import { assertHasLock, checkedPlugin } from '../sdk/check-plugins.ts';
import { type FreshenDeps, freshenRefreshed } from './freshen.ts';
import { knownClaims } from './known-claims.ts';
import { recordingOwnWrites } from './own-writes.ts';
import { freshenUser, type Push, pusher } from './push.ts';
import { PushQueue } from './push-queue.ts';
import { type AnyClaim, contextOfNoRequest } from './rebuild.ts';
import { pushingRoles, pushingVerification } from './writers.ts';

type Say = (message: string, details: Readonly<Record<string, unknown>>) => void;

/** The settings of `freshClaims`. */
export interface FreshClaimsOptions {
  /** The lock that `losslessClaims` has, or one of the same kind. */
  readonly lock: ClaimsLock;
  /**
   * The ledger that `losslessClaims` has. What is written is recorded there, with its reason; and where very many
   * sessions are to be told, who is left outlives a crash.
   */
  readonly ledger?: Ledger;
  /** The application's own claims that are to be built anew at each refresh, beside those of SuperTokens' recipes. */
  readonly claims?: readonly AnyClaim[];
  /** How long the sources of all claims together may take, in milliseconds: 250 where it is left out. */
  readonly buildMillis?: number;
  /** Told what keeps its last value, and why. On the console where it is left out. */
  readonly onWarning?: Say;
  /** Told how far a push to many users is. On the console where it is left out. */
  readonly onProgress?: Say;
  /** How long the core may take; parts that are left out have their defaults. */
  readonly limits?: Partial<CoreTimeLimits>;
}

const BUILD_MILLIS = 250;

/**
 * A SuperTokens plugin (for `experimental.plugins`) with which a role that is taken away leaves the sessions of its user:
 * those of other applications when they refresh, and at once where this process takes it away. The same holds for
 * permissions, for verified addresses, and for the claims in `claims`.
 * @example
 * SuperTokens.init({ ..., experimental: { plugins: [freshClaims({ lock: inProcessLock() })] } });
 */
export function freshClaims(options: FreshClaimsOptions): SuperTokensPlugin {
  const { ledger, onWarning = warnOnConsole, onProgress = sayOnConsole } = options;
  if (ledger === undefined) return freshPlugin(options, { journal: null, queue: null });
  const onError = (error: unknown): void => {
    onWarning('The ledger of claims could not be kept up to date; a sweep does it later.', { err: error });
  };
  const queue = new PushQueue({ pushes: ledger, warn: onWarning, progress: onProgress });
  return freshPlugin(options, { journal: new Journal({ ledger, onError }), queue });
}

/** What remembers what the plugin does. */
export interface FreshMemory {
  /** Null where another plugin records what this one writes. */
  readonly journal: Journal | null;
  readonly queue: PushQueue | null;
}

/** The plugin, with a memory that somebody else closes. */
export function freshPlugin(options: FreshClaimsOptions, { journal, queue }: FreshMemory): SuperTokensPlugin {
  assertHasLock('freshClaims', options);
  const known = knownClaims(options.claims ?? []);
  const deps = {
    known,
    lock: options.lock,
    limits: { ...DEFAULT_TIME_LIMITS, ...options.limits },
    buildMillis: options.buildMillis ?? BUILD_MILLIS,
    warn: options.onWarning ?? warnOnConsole,
  };
  const push = pusher({
    tell: (userId, reason, userContext) => freshenUser(deps, userId, reason, userContext),
    ...{ warn: deps.warn, progress: options.onProgress ?? sayOnConsole, queue },
  });
  const plugin = checkedPlugin('freshClaims', options.lock, overrides(deps, push, journal));
  return {
    ...plugin,
    init: (...given) => {
      plugin.init?.(...given);
      queue?.start((userId, reason) => freshenUser(deps, userId, reason, contextOfNoRequest()));
    },
  };
}

function overrides(
  deps: FreshenDeps,
  push: Push,
  journal: Journal | null,
): NonNullable<SuperTokensPlugin['overrideMap']> {
  const { known } = deps;
  return {
    session: {
      functions: (original) => ({
        ...original,
        ...(journal === null ? {} : recordingOwnWrites(original, { ...deps, journal })),
        refreshSession: async (input) => {
          const session = await original.refreshSession(input);
          await freshenRefreshed(deps, session, input.userContext);
          return session;
        },
      }),
    },
    userroles: {
      config: (config) => {
        const roles = config.skipAddingRolesToAccessToken === true ? [] : ['st-role'];
        const permissions = config.skipAddingPermissionsToAccessToken === true ? [] : ['st-perm'];
        known.canBuild(['st-role', 'st-perm'], [...roles, ...permissions]);
        return config;
      },
      functions: (original) => pushingRoles(original, push),
    },
    emailverification: {
      config: (config) => {
        known.canBuild(['st-ev'], ['st-ev']);
        return config;
      },
      functions: (original) => pushingVerification(original, push),
    },
  };
}

const warnOnConsole: Say = (message, details) => {
  console.warn(message, details);
};
const sayOnConsole: Say = (message, details) => {
  console.info(message, details);
};
