import { createHash } from 'node:crypto';

import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import { BoundedMemory } from './bounded-memory.ts';
import type { Budget } from './budgets.ts';
import type { SharedCounts } from './postgres.ts';

/** What taking from a budget led to. */
export interface Taken {
  readonly isWithin: boolean;
  /** When the budget is whole again: at least 1. */
  readonly retryAfterSeconds: number;
}

/** How much of one budget each key has used. Never throws: where PostgreSQL fails, this process counts for itself. */
export interface Counter {
  take(key: string, points?: number): Promise<Taken>;
  giveBack(key: string, points: number): Promise<void>;
  /** Gives back all that a key has used, and answers how much that was. */
  forget(key: string): Promise<number>;
}

/** Makes the counter of a budget; the name is stable, since processes of other versions count with it. */
export type CounterFactory = (name: string, budget: Budget) => Counter;

const MILLIS_A_SECOND = 1000;
/** From so many times the budget on, a key is refused without asking the database, until its time is over. */
const REFUSED_UNASKED = 2;
/** What the table is called, in the schema of the ledger, whose migrations make it. */
const TABLE = { schemaName: 'claimset', tableName: 'rate_limits', tableCreated: true } as const;

/** Counters in this process, or, with a database, of all processes together. */
export function counters(shared: SharedCounts | null): CounterFactory {
  return (name, { points, perSeconds }) => {
    const memory = new BoundedMemory({ keyPrefix: name, points, duration: perSeconds });
    if (shared === null) return counterOn(memory);
    return counterOn(
      new RateLimiterPostgres({
        ...TABLE,
        storeClient: shared,
        storeType: 'pool',
        keyPrefix: name,
        points,
        duration: perSeconds,
        inMemoryBlockOnConsumed: points * REFUSED_UNASKED,
        insuranceLimiter: memory,
      }),
    );
  };
}

function counterOn(limiter: RateLimiterAbstract): Counter {
  return {
    take: async (key, points = 1) => {
      try {
        return taken(await limiter.consume(keyOf(key), points), true);
      } catch (error) {
        // The library rejects with its result where the budget is used up.
        if (error instanceof RateLimiterRes) return taken(error, false);
        throw error;
      }
    },
    giveBack: async (key, points) => {
      if (points > 0) await limiter.reward(keyOf(key), points);
    },
    forget: async (key) => {
      const used = await limiter.get(keyOf(key));
      await limiter.delete(keyOf(key));
      return used?.consumedPoints ?? 0;
    },
  };
}

function taken({ msBeforeNext }: RateLimiterRes, isWithin: boolean): Taken {
  return { isWithin, retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / MILLIS_A_SECOND)) };
}

/** No address of a person and no user stands in the database, and no key is too long for it. */
function keyOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
