import pg from 'pg';

/** Where all processes count together: as much of a pool of connections as the counters use. */
export interface SharedCounts {
  /** @throws Error where the database fails, and at once for a second after that */
  query(query: { readonly text: string; readonly values: readonly unknown[] }): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

export interface SharedCountsOptions {
  readonly connectionString: string;
  readonly maxConnections?: number;
  /** Told of the first failure, and, with null, when the database answers again. */
  readonly onOutage: (error: Error | null) => void;
  readonly nowMillis?: () => number;
}

/** A sign-in waits no longer than this for a count. */
const ANSWER_MILLIS = 500;
const DEFAULT_MAX_CONNECTIONS = 2;
/** While the database fails, one request in this time finds out whether it still does. */
const RETRY_MILLIS = 1000;

/** Counts in PostgreSQL. Opens nothing before the first count. */
export function sharedCounts(options: SharedCountsOptions): SharedCounts {
  const { connectionString, maxConnections = DEFAULT_MAX_CONNECTIONS, onOutage, nowMillis = Date.now } = options;
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: ANSWER_MILLIS,
    query_timeout: ANSWER_MILLIS,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'claimset-limits',
  });
  // A connection that breaks while nobody uses it is no failure of a count.
  pool.on('error', () => undefined);
  let failedAtMillis: number | null = null;
  return {
    query: async ({ text, values }) => {
      const isFailing = failedAtMillis !== null;
      if (failedAtMillis !== null && nowMillis() < failedAtMillis + RETRY_MILLIS)
        throw new Error('counts are not shared');
      // Before the attempt, so that nobody else makes it meanwhile.
      if (isFailing) failedAtMillis = nowMillis();
      try {
        // Without the name that the library gives it: prepared statements do not pass a transaction pooler.
        const result = await pool.query({ text, values: [...values] });
        failedAtMillis = null;
        if (isFailing) onOutage(null);
        return result;
      } catch (error) {
        if (failedAtMillis === null) onOutage(error instanceof Error ? error : new Error(String(error)));
        failedAtMillis = nowMillis();
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
