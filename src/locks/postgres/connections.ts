import pg, { type PoolClient } from 'pg';

import { lockTimeout } from '../../claims/errors.ts';
import { CONNECT, CONNECTION_IDLE, CONNECTION_KEEP_ALIVE, CONNECTIONS_CLOSE } from '../../claims/time-limits.ts';
import { FairGate, lockClosed } from '../fair-gate.ts';
import { within } from '../within.ts';
import { lockUnavailable, postgresFailure } from './errors.ts';
import { Lease } from './lease.ts';

export interface ConnectionsOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  /** How many may wait for a connection. */
  readonly maxWaiters: number;
  /** Told of idle connections that broke; the next caller gets a new one. */
  readonly onError: (error: Error) => void;
}

/** Connections that are opened when they are needed; who waits for one waits in fair order, and not for ever. */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #gate: FairGate;
  readonly #leases = new Set<Lease>();
  #closing: Promise<void> | undefined;

  constructor({ connectionString, maxConnections, maxWaiters, onError }: ConnectionsOptions) {
    this.#gate = new FairGate(maxConnections, maxWaiters);
    this.#pool = new pg.Pool({
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: CONNECT,
      idleTimeoutMillis: CONNECTION_IDLE,
      keepAlive: true,
      keepAliveInitialDelayMillis: CONNECTION_KEEP_ALIVE,
      allowExitOnIdle: true,
      application_name: 'claimset',
    });
    this.#pool.on('error', (error) => {
      onError(postgresFailure(error));
    });
  }

  /**
   * A connection for one caller.
   * @throws ClaimsetError LOCK_TIMEOUT after `deadlineAt`, or at once where too many wait already;
   *   LOCKS_UNAVAILABLE where PostgreSQL cannot be reached.
   */
  async lease(deadlineAt: number): Promise<Lease> {
    const leave = await this.#gate.enter(millisUntil(deadlineAt));
    const client = await this.#connect(deadlineAt, leave);
    const lease = new Lease(client, () => {
      this.#leases.delete(lease);
      leave();
    });
    if (this.#closing !== undefined) {
      lease.destroy(lockClosed());
      throw lockClosed();
    }
    this.#leases.add(lease);
    return lease;
  }

  /** Cuts the connections in use, which frees the locks they hold, and closes the others. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The place at the gate stays taken until the attempt is over, so that no more are open than the pool has room for. */
  async #connect(deadlineAt: number, leave: () => void): Promise<PoolClient> {
    const connecting = this.#pool.connect();
    connecting.catch(leave);
    const giveUp = (late: PoolClient): void => {
      late.release();
      leave();
    };
    return within(connecting, millisUntil(deadlineAt), { error: lockTimeout, onLate: giveUp }).catch(
      (error: unknown) => {
        throw lockUnavailable(error);
      },
    );
  }

  async #close(): Promise<void> {
    this.#gate.close();
    const ended = this.#pool.end();
    for (const lease of this.#leases) lease.destroy(lockClosed());
    // A server that does not answer any more must not hold up the shutdown.
    await within(ended, CONNECTIONS_CLOSE).catch(() => undefined);
  }
}

/** What is left of a wait that ends at a time of `performance.now()`. */
export function millisUntil(deadlineAt: number): number {
  return Math.max(0, deadlineAt - performance.now());
}
