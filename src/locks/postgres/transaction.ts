import { randomBytes } from 'node:crypto';

import { lockTimeout } from '../../claims/errors.ts';
import { isLockNotAvailable, lockUnavailable, PostgresFailure, postgresFailure } from './errors.ts';
import { type Lease, NoAnswer } from './lease.ts';

/** PostgreSQL ends the wait itself, so that the connection can be kept; only where it does not, the client does. */
const GRACE_MILLIS = 250;
/** A holder that has vanished without a word; longer than the 30 s for which a write that hangs keeps its lock. */
const VANISHED_MILLIS = 60_000;

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
   * @throws ClaimsetError LOCK_TIMEOUT or SESSION_CORE_UNAVAILABLE.
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

  /** @throws ClaimsetError SESSION_CORE_UNAVAILABLE where the transaction is gone, and the lock with it. */
  async assertOpen(): Promise<void> {
    try {
      const { rows } = await this.#lease.query<{ mark: string | null }>(
        "SELECT pg_catalog.current_setting('claimset.mark', true) AS mark",
        this.#answerMillis,
      );
      if (rows[0]?.mark !== this.#mark) throw new PostgresFailure('The transaction that held the lock is gone.');
    } catch (error) {
      this.#lease.destroy(error);
      throw lockUnavailable(error);
    }
  }

  /** Frees the lock; never throws, because a connection that does not obey is cut. */
  async end(): Promise<void> {
    try {
      await this.#lease.query('COMMIT', this.#answerMillis);
      this.#lease.giveBack();
    } catch (error) {
      this.#lease.destroy(error);
    }
  }

  async #lock(lockNumber: bigint, waitMillis: number): Promise<void> {
    try {
      await this.#lease.query(this.#statements(lockNumber, waitMillis), waitMillis + GRACE_MILLIS);
    } catch (error) {
      if (isLockNotAvailable(error)) {
        await this.end();
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
      `SET LOCAL idle_in_transaction_session_timeout = ${VANISHED_MILLIS}`,
      `SET LOCAL claimset.mark = '${this.#mark}'`,
      `SELECT pg_catalog.pg_advisory_xact_lock(${lockNumber.toString()})`,
    ].join('; ');
  }
}
