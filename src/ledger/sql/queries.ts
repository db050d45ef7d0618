import { z } from 'zod';

import type { ChangesFilter, LedgerHistory } from '../../claims/history/history.ts';
import { firstIdAt } from '../ids.ts';
import { CHANGE_COLUMNS, ENTRY_COLUMNS, type Row, safeText, toChange, toEntry } from './rows.ts';

export type SqlValue = string | number | null;

/** Runs one query that only reads. `$1` and so on stand for the values, in the order in which they first appear. */
export type Query = (sql: string, values: readonly SqlValue[]) => Promise<readonly Row[]>;

const MAX_REVERTS = 100;

/** The queries of both databases; `schema` stands before the name of each table. */
export function ledgerHistory(query: Query, schema: string): LedgerHistory {
  const changes = `${schema}changes`;
  const entries = `${schema}entries`;
  return {
    changesById: async (ids) => {
      if (ids.length === 0) return new Map();
      const places = ids.map((_, index) => `$${index + 1}`).join(', ');
      const rows = await query(`SELECT ${CHANGE_COLUMNS} FROM ${changes} c WHERE c.id IN (${places})`, ids);
      return new Map(rows.map(toChange).map((change) => [change.id, change]));
    },
    changes: async (filter, { first, after }) => {
      const { sql, values } = changesQuery(schema, filter, after, first + 1);
      const rows = await query(sql, values);
      return { items: rows.slice(0, first).map(toChange), hasNextPage: rows.length > first };
    },
    targets: async (changeId, { first, after = 0 }) => {
      const rows = await query(
        `SELECT e.id, ${ENTRY_COLUMNS} FROM ${entries} e WHERE e.change_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3`,
        [changeId, after, first + 1],
      );
      const items = rows
        .slice(0, first)
        .map(([cursor, ...row]) => ({ cursor: z.number().parse(cursor), entry: toEntry(row) }));
      return { items, hasNextPage: rows.length > first };
    },
    revertedBy: async (changeId) => {
      const rows = await query(
        `SELECT ${CHANGE_COLUMNS} FROM ${changes} c WHERE c.reverts = $1 ORDER BY c.id DESC LIMIT ${MAX_REVERTS}`,
        [changeId],
      );
      return rows.map(toChange);
    },
    open: async () => {
      const [row] = await query(`SELECT count(*), min(e.at_millis) FROM ${entries} e WHERE e.state = 'INTENDED'`, []);
      const [count, oldestAtMillis] = z.tuple([z.number(), z.number().nullable()]).parse(row);
      return { count, oldestAtMillis };
    },
  };
}

/**
 * The conditions that an index answers in the order of the ids come first, as the table that is walked: so a page takes
 * no longer where few of a million changes fit.
 */
function changesQuery(
  schema: string,
  filter: ChangesFilter,
  after: string | undefined,
  limit: number,
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const values: SqlValue[] = [];
  const place = (value: SqlValue): string => `$${values.push(value)}`;
  const range = (column: string): string[] => [
    ...(after === undefined ? [] : [`${column} < ${place(after)}`]),
    ...(filter.sinceMillis === undefined ? [] : [`${column} >= ${place(firstIdAt(filter.sinceMillis))}`]),
    ...(filter.untilMillis === undefined ? [] : [`${column} < ${place(firstIdAt(filter.untilMillis))}`]),
  ];
  const walked = walkedTable(schema, filter, place, range);
  const conditions = [
    ...(walked === null ? range('c.id') : []),
    ...(filter.userId === undefined ? [] : [`c.user_id = ${place(filter.userId)}`]),
    ...(filter.actorKind === undefined ? [] : [`c.actor_kind = ${place(filter.actorKind)}`]),
    ...(filter.actorId === undefined ? [] : [`c.actor_id = ${place(filter.actorId)}`]),
    ...otherConditions(schema, filter, place),
  ];
  const from = walked === null ? `${schema}changes c` : `(${walked}) w JOIN ${schema}changes c ON c.id = w.change_id`;
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const order = walked === null ? 'c.id' : 'w.change_id';
  return {
    sql: `SELECT ${CHANGE_COLUMNS} FROM ${from}${where} ORDER BY ${order} DESC LIMIT ${place(limit)}`,
    values,
  };
}

function walkedTable(
  schema: string,
  { stream, status, key }: ChangesFilter,
  place: (value: SqlValue) => string,
  range: (column: string) => string[],
): string | null {
  const entriesWhere = (condition: string): string =>
    `SELECT DISTINCT e.change_id FROM ${schema}entries e WHERE ${[condition, ...range('e.change_id')].join(' AND ')}`;
  if (stream !== undefined) return entriesWhere(`e.stream = ${place(stream)}`);
  // A literal, so that the planner sees that the partial index fits.
  if (status === 'INTENDED' || status === 'NOT_APPLIED') return entriesWhere(`e.state = '${status}'`);
  if (key === undefined) return null;
  const conditions = [`k.key = ${place(safeText(key))}`, ...range('k.change_id')];
  return `SELECT k.change_id FROM ${schema}change_keys k WHERE ${conditions.join(' AND ')}`;
}

/** What the table that is walked has not answered. */
function otherConditions(
  schema: string,
  { stream, status, key }: ChangesFilter,
  place: (value: SqlValue) => string,
): string[] {
  const isRare = status === 'INTENDED' || status === 'NOT_APPLIED';
  const ofStream = stream === undefined ? '' : ` AND e.stream = ${status === undefined ? '' : place(stream)}`;
  const byStatus = status !== undefined && (stream !== undefined || !isRare);
  const byKey = key !== undefined && (stream !== undefined || isRare);
  return [
    ...(byStatus
      ? [`EXISTS (SELECT 1 FROM ${schema}entries e WHERE e.change_id = c.id AND e.state = '${status}'${ofStream})`]
      : []),
    ...(byKey
      ? [`EXISTS (SELECT 1 FROM ${schema}change_keys k WHERE k.change_id = c.id AND k.key = ${place(safeText(key))})`]
      : []),
  ];
}
