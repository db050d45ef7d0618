import { randomBytes } from 'node:crypto';

import { lockTimeout } from '../../claims/errors.ts';
import { LOCK_GRACE, LOCK_LIFE } from '../../claims/time-limits.ts';
import { isLockNotAvailable, lockUnavailable, PostgresFailure, postgresFailure } from './errors.ts';
import { type Lease, NoAnswer } from './lease.ts';

const READ_MARK = "SELECT pg_catalog.current_setting('claimset.mark', true) AS mark";

/** A transaction that holds an advisory lock: it ends with it, however that comes about. */
export class LockTransaction {
  readonly #lease: Lease;
  readonly #answerMillis: number;
  /** Set for this transaction only: whoever reads it back is still inside. */
  readonly #mark = randomBytes(12).toString('hex');

  private constructor(lease: Lease, answerMillis: number) {
    this.#lease = lease;
    this.#answerMillis = answerMillis;
  }

  /**
   * Waits for the lock of a number. Where that fails, the lease is given back.
   * @throws ClaimsetError LOCK_TIMEOUT or LOCKS_UNAVAILABLE.
   */
  static async begin(
    lease: Lease,
    lockNumber: bigint,
    waitMillis: number,
    answerMillis: number,
  ): Promise<LockTransaction> {
    const transaction = new LockTransaction(lease, answerMillis);
    await transaction.#lock(lockNumber, Math.max(1, Math.ceil(waitMillis)));
    return transaction;
  }

  /** @throws ClaimsetError LOCKS_UNAVAILABLE where the transaction is gone, and the lock with it. */
  async assertOpen(): Promise<void> {
    const askedAt = performance.now();
    try {
      await this.#queryInside(READ_MARK);
      // A process that was stopped meanwhile reads an answer that was true before it slept.
      if (performance.now() - askedAt > this.#answerMillis) throw new NoAnswer('The answer was read too late.');
    } catch (error) {
      this.#lease.destroy(error);
      throw lockUnavailable(error);
    }
  }

  /**
   * Frees the lock, and says whether it was held until then: in the transaction that took it, its COMMIT succeeded.
   * Never throws, because a connection that does not obey is cut.
   */
  async end(): Promise<boolean> {
    try {
      await this.#queryInside(`${READ_MARK}; COMMIT`);
      this.#lease.giveBack();
      return true;
    } catch (error) {
      this.#lease.destroy(error);
      return false;
    }
  }

  /** Throws unless PostgreSQL did this in this very transaction: a pooler may have put another connection in its place. */
  async #queryInside(sql: string): Promise<void> {
    const [read, ...others] = await this.#lease.query<{ mark: string | null }>(sql, this.#answerMillis);
    const isInside = read?.rows[0]?.mark === this.#mark;
    if (isInside && others.every(({ command }) => command === 'COMMIT')) return;
    throw new PostgresFailure('The transaction that held the lock is gone.');
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#lease.query('ROLLBACK', this.#answerMillis);
      this.#lease.giveBack();
    } catch (error) {
      this.#lease.destroy(error);
    }
  }

  async #lock(lockNumber: bigint, waitMillis: number): Promise<void> {
    try {
      await this.#lease.query(this.#statements(lockNumber, waitMillis), waitMillis + LOCK_GRACE);
    } catch (error) {
      if (isLockNotAvailable(error)) {
        await this.#rollBack();
        throw lockTimeout(postgresFailure(error));
      }
      // PostgreSQL may be about to grant it: only a connection that is gone cannot hold it.
      this.#lease.destroy(error);
      throw error instanceof NoAnswer ? lockTimeout(error) : lockUnavailable(error);
    }
  }

  /**
   * One round trip. Everything is local to the transaction, so that nothing is left to the next user of the same
   * connection behind a transaction pooler. Only what was computed here is written into the text.
   */
  #statements(lockNumber: bigint, waitMillis: number): string {
    return [
      'BEGIN',
      'SET LOCAL statement_timeout = 0',
      `SET LOCAL lock_timeout = ${waitMillis}`,
      `SET LOCAL idle_in_transaction_session_timeout = ${LOCK_LIFE}`,
      `SET LOCAL claimset.mark = '${this.#mark}'`,
      `SELECT pg_catalog.pg_advisory_xact_lock(${lockNumber.toString()})`,
    ].join('; ');
  }
}
