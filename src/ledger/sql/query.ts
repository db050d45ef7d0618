import type { Row } from './rows.ts';

export type SqlValue = string | number | null;

/** Runs one query that only reads. `$1` and so on stand for the values, in the order in which they first appear. */
export type Query = (sql: string, values: readonly SqlValue[]) => Promise<readonly Row[]>;
