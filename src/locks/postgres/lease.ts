import type { PoolClient, QueryResult, QueryResultRow } from 'pg';

import { within } from '../within.ts';
import { PostgresFailure, postgresFailure } from './errors.ts';

/** What the driver gives for one statement, or for several. */
type Results<Row extends QueryResultRow> = QueryResult<Row> | QueryResult<Row>[];

/** A connection that one caller has to itself until it is given back; it knows at once when it breaks. */
export class Lease {
  readonly #client: PoolClient;
  readonly #onEnd: () => void;
  #failure: Error | undefined;
  #given = false;
  #last: Promise<unknown> = Promise.resolve();

  readonly #fail = (error: Error): void => {
    this.#failure ??= postgresFailure(error);
  };
  readonly #end = (): void => {
    this.#failure ??= new PostgresFailure('The connection to PostgreSQL has ended.');
  };

  constructor(client: PoolClient, onEnd: () => void) {
    this.#client = client;
    this.#onEnd = onEnd;
    client.on('error', this.#fail);
    client.on('end', this.#end);
  }

  /**
   * Sends one simple query, after those sent before: without parameters there are no prepared statements, which a
   * transaction pooler does not carry over. Its text may have several statements; each has a result.
   */
  async query<Row extends QueryResultRow>(sql: string, waitMillis: number): Promise<readonly QueryResult<Row>[]> {
    return [await this.#send<Row>(sql, waitMillis)].flat();
  }

  #send<Row extends QueryResultRow>(sql: string, waitMillis: number): Promise<Results<Row>> {
    const answer = this.#last.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return within<Results<Row>>(this.#client.query<Row>(sql), waitMillis, { error: noAnswer });
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Cuts the connection: PostgreSQL then rolls back, and frees what it held. */
  destroy(cause: unknown): void {
    this.#failure ??= postgresFailure(cause);
    this.giveBack();
  }

  /** Back to the pool, if the connection is whole; may be called more than once. */
  giveBack(): void {
    if (this.#given) return;
    this.#given = true;
    this.#client.off('error', this.#fail);
    this.#client.off('end', this.#end);
    this.#client.release(this.#failure !== undefined);
    this.#failure ??= new PostgresFailure('The connection has been given back.');
    this.#onEnd();
  }
}

/** What a query that was given no answer in time throws. */
export class NoAnswer extends PostgresFailure {}

function noAnswer(): Error {
  return new NoAnswer('PostgreSQL did not answer in time.');
}
