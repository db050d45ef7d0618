import { z } from 'zod';

import type { LedgerHistory } from '../../claims/history/history.ts';
import { changesPage } from './changes-page.ts';
import type { Query } from './query.ts';
import { CHANGE_COLUMNS, ENTRY_COLUMNS, toChange, toEntry, toWrites } from './rows.ts';

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
    changes: (filter, page) => changesPage(query, schema, filter, page),
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
    changedSince: changedSince(query, schema),
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

function changedSince(query: Query, schema: string): LedgerHistory['changedSince'] {
  const sql = `
    SELECT e.writes FROM ${schema}entries e JOIN ${schema}changes c ON c.id = e.change_id
    WHERE e.stream = $1 AND e.id > $2 AND e.state <> 'NOT_APPLIED' AND NOT EXISTS (
      SELECT 1 FROM ${schema}entries o
      WHERE o.stream = $3 AND o.id <= $2 AND (o.change_id = e.change_id OR o.change_id = c.caused_by)
    )`;
  return async (stream, { entry, cursor }) => {
    const rows = await query(sql, [stream, cursor, entry.stream]);
    const writes = rows.flatMap(([value]) => toWrites(z.string().parse(value)));
    return new Set(writes.filter(({ kind }) => kind !== 'SAME').map(({ key }) => key));
  };
}
