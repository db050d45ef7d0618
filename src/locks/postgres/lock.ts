import pg from 'pg';

import { locksUnavailable } from '../../claims/errors.ts';
import { LOCK_ANSWER, LOCK_WAIT, LONGEST_TIMER } from '../../claims/time-limits.ts';
import { checkedBound, DEFAULT_MAX_WAITERS_PER_KEY, type InProcessLock, inProcessLock } from '../in-process.ts';
import type { ClaimsLock, HeldLock, LockKey } from '../lock.ts';
import { Connections, millisUntil } from './connections.ts';
import { lockUnavailable } from './errors.ts';
import { advisoryLockNumber } from './key.ts';
import { LockTransaction } from './transaction.ts';

const DEFAULT_MAX_CONNECTIONS = 10;
const LONGEST_WAIT_MILLIS = LONGEST_TIMER - 60_000;

export interface PostgresLockOptions {
  /** `postgres://user:password@host:port/database`; also of a transaction pooler such as PgBouncer. */
  readonly connectionString: string;
  /** How long `acquire` waits unless it is told otherwise, for everything together: 10,000 by default. */
  readonly waitMillis?: number;
  /** How many may wait for one key in this process besides its holder: 100 by default. */
  readonly maxWaitersPerKey?: number;
  /** How many sessions can be locked at once by this process: 10 by default. A quarter more is used for users, and for commands. */
  readonly maxConnections?: number;
  /** How long PostgreSQL may take to answer for a lock that is held, before it counts as lost: 2,000 by default. */
  readonly answerMillis?: number;
  /** Told of idle connections that broke, for the log; nothing needs to be done. */
  readonly onError?: (error: Error) => void;
}

export interface PostgresLock extends ClaimsLock {
  /** @throws ClaimsetError where PostgreSQL does not answer now. */
  check(): Promise<void>;
}

/**
 * A lock for all processes with the same PostgreSQL database: advisory locks, which need no table. Nothing is opened
 * before the first `acquire`; when PostgreSQL has been away, the next `acquire` connects again.
 */
export function postgresLock(options: PostgresLockOptions): PostgresLock {
  return new AdvisoryLock(options);
}

class AdvisoryLock implements PostgresLock {
  readonly waitMillis: number;
  readonly #answerMillis: number;
  readonly #inProcess: InProcessLock;
  readonly #connections: Readonly<Record<LockKey['kind'], Connections>>;

  constructor(options: PostgresLockOptions) {
    const { connectionString, onError = () => undefined } = options;
    assertConnectionString(connectionString);
    const maxWaitersPerKey = options.maxWaitersPerKey ?? DEFAULT_MAX_WAITERS_PER_KEY;
    const maxConnections = checkedCount('maxConnections', options.maxConnections ?? DEFAULT_MAX_CONNECTIONS);
    this.waitMillis = checkedBound('waitMillis', options.waitMillis ?? LOCK_WAIT);
    this.#answerMillis = checkedBound('answerMillis', options.answerMillis ?? LOCK_ANSWER);
    this.#inProcess = inProcessLock({ maxWaitersPerKey });
    // Of each key, one caller at most waits for a connection: the others wait in the process.
    const shared = { connectionString, maxWaiters: maxConnections * Math.max(1, maxWaitersPerKey), onError };
    // The holder of a command's lock waits for that of a user meanwhile, and the holder of a user's lock for those of
    // sessions. If they took from one pool, they could take all of it, and wait for one another's connections for ever.
    // This order is the only nesting there is: whoever holds the lock of a session takes no other.
    const fewer = { ...shared, maxConnections: Math.ceil(maxConnections / 4) };
    this.#connections = {
      session: new Connections({ ...shared, maxConnections }),
      user: new Connections(fewer),
      command: new Connections(fewer),
    };
  }

  async acquire(key: LockKey, options: { readonly waitMillis?: number } = {}): Promise<HeldLock> {
    const waitMillis = checkedBound('waitMillis', options.waitMillis ?? this.waitMillis);
    const deadlineAt = performance.now() + Math.min(waitMillis, LONGEST_WAIT_MILLIS);
    const local = await this.#inProcess.acquire(key, { waitMillis });
    try {
      const lease = await this.#connections[key.kind].lease(deadlineAt);
      const left = millisUntil(deadlineAt);
      return new PostgresHeldLock(
        local,
        await LockTransaction.begin(lease, advisoryLockNumber(key), left, this.#answerMillis),
      );
    } catch (error) {
      await local.release();
      throw error;
    }
  }

  async check(): Promise<void> {
    const lease = await this.#connections.session.lease(performance.now() + this.#answerMillis);
    try {
      await lease.query('SELECT 1', this.#answerMillis);
    } catch (error) {
      lease.destroy(error);
      throw lockUnavailable(error);
    }
    lease.giveBack();
  }

  async close(): Promise<void> {
    await this.#inProcess.close();
    await Promise.all(Object.values(this.#connections).map((connections) => connections.close()));
  }
}

class PostgresHeldLock implements HeldLock {
  readonly #local: HeldLock;
  readonly #transaction: LockTransaction;
  #released: Promise<boolean> | undefined;

  constructor(local: HeldLock, transaction: LockTransaction) {
    this.#local = local;
    this.#transaction = transaction;
  }

  async assertHeld(): Promise<void> {
    if (this.#released) throw locksUnavailable(new Error('The lock is no longer held.'));
    await this.#transaction.assertOpen();
  }

  release(): Promise<boolean> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<boolean> {
    const wasHeld = await this.#transaction.end();
    await this.#local.release();
    return wasHeld;
  }
}

function checkedCount(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`${name} must be a whole number, at least 1.`);
  return value;
}

/** What `pg` takes as an address; of anything else it makes the name of a database on this machine. */
const ADDRESS = /^(postgres(ql)?:\/\/|socket:|\/)/;

/** A mistake shows at the start, not with the first lock; the message must not repeat the password. */
function assertConnectionString(connectionString: unknown): void {
  const form = 'a URL such as postgres://user:password@host:5432/database';
  if (typeof connectionString !== 'string' || connectionString.trim() === '') {
    throw new TypeError(`connectionString is empty: is the variable set that it comes from? It must be ${form}.`);
  }
  try {
    if (ADDRESS.test(connectionString) && new pg.Client({ connectionString }).host !== '') return;
  } catch {
    // Falls through: what the parser says may quote the text.
  }
  throw new TypeError(`connectionString must be ${form}.`);
}
