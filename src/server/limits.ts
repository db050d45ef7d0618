import { setTimeout as wait } from 'node:timers/promises';

import type { Request } from 'express';
import type { Logger } from 'pino';

import { rateLimited } from '../claims/errors.ts';
import type { Config } from '../config/config.ts';
import { limitAccounts } from '../http/limits/accounts.ts';
import type { OnRefused } from '../http/limits/refuse.ts';
import { limitSignIns, type SignInLimits } from '../http/limits/sign-ins.ts';
import { networkOf } from '../http/passwords/queue.ts';
import { requestId } from '../http/request-id.ts';
import { budgets } from '../limits/budgets.ts';
import { type CounterFactory, counters, type Taken } from '../limits/counter.ts';
import type { SharedCounts } from '../limits/postgres.ts';
import type { RequestContext } from '../resolvers/context.ts';
import { connectionsOf } from './connections.ts';

/** Limits of rate, as one of the server's parts. */
export interface Limits {
  readonly signIns: SignInLimits;
  readonly accounts: ReturnType<typeof limitAccounts>;
  /** @throws ClaimsetError RATE_LIMITED where an address has sent too many wrong API keys */
  wrongApiKey(req: Request): Promise<void>;
  /** @throws ClaimsetError RATE_LIMITED where a user or a key has changed too much */
  mutation(context: RequestContext, fields: number): Promise<void>;
  close(): Promise<void>;
}

/** How long a sign-in waits for an account that many have failed at. */
const SLOWED_MILLIS = 1000;

/** The limits that are configured; null where they are off. */
export async function rateLimits(config: Config, logger: Logger, onRefused: OnRefused): Promise<Limits | null> {
  if (!config.rateLimits) return null;
  const shared = await sharedOf(config, logger);
  const make = counters(shared);
  const ofKey = make('wrong-key', budgets.wrongKeysOfAddress);
  return {
    signIns: signInLimits(make, onRefused),
    accounts: limitAccounts(make('sign-up', budgets.accountsOfAddress), onRefused),
    wrongApiKey: async (req) => {
      const { isWithin, retryAfterSeconds } = await ofKey.take(networkOf(req.ip ?? ''));
      if (isWithin) return;
      onRefused('api-key', requestId(req));
      throw rateLimited('wrong API keys from there', retryAfterSeconds);
    },
    mutation: mutationLimit(onRefused),
    close: async () => shared?.close(),
  };
}

/** Null where this process counts for itself: without a database, or where there is no connection left for it. */
async function sharedOf(
  { databaseUrl, databaseConnections, rateLimits }: Config,
  logger: Logger,
): Promise<SharedCounts | null> {
  const maxConnections = connectionsOf(databaseConnections, rateLimits).limits;
  if (databaseUrl === null || maxConnections === 0) return null;
  const { sharedCounts } = await import('../limits/postgres.ts');
  return sharedCounts({ connectionString: databaseUrl, maxConnections, onOutage: tell(logger) });
}

function signInLimits(make: CounterFactory, onRefused: OnRefused): SignInLimits {
  return limitSignIns({
    ofAddress: make('sign-in-address', budgets.failuresOfAddress),
    ofAccountFromAddress: make('sign-in-account-address', budgets.failuresOfAccountFromAddress),
    ofAccount: make('sign-in-account', budgets.failuresOfAccount),
    onRefused,
    slowDown: () => wait(SLOWED_MILLIS),
  });
}

/** Each process for itself: a row written for each mutation would cost as much as the mutation. */
function mutationLimit(onRefused: OnRefused): Limits['mutation'] {
  const make = counters(null);
  const ofUser = make('mutation-user', budgets.mutationsOfUser);
  const ofApiKey = make('mutation-key', budgets.mutationsOfApiKey);
  const takeFor = async ({ caller, session }: RequestContext, fields: number): Promise<Taken | null> => {
    if (caller.kind === 'valid') return ofApiKey.take(caller.name, fields);
    // Without a session that is good nothing is changed, and the field says so itself.
    const user = caller.kind === 'none' ? await session.get().catch(() => null) : null;
    return user === null ? null : ofUser.take(user.userId, fields);
  };
  return async (context, fields) => {
    const taken = await takeFor(context, fields);
    if (taken === null || taken.isWithin) return;
    const { retryAfterSeconds } = taken;
    onRefused('mutation', null);
    throw rateLimited('mutations', retryAfterSeconds);
  };
}

function tell(logger: Logger): (error: Error | null) => void {
  return (error) => {
    if (error === null) logger.info({ event: 'limits.shared' }, 'limits are counted in PostgreSQL again');
    else {
      const message =
        'PostgreSQL does not count for the limits, so this process counts for itself (is its table missing: claimset migrate)';
      logger.warn({ event: 'limits.alone', err: error }, message);
    }
  };
}
