import type { Stream } from '../../claims/history/types.ts';
import type { Query } from './query.ts';
import { toStream } from './rows.ts';

/** By the changes of the user, which have an index: of each stream that lives one is kept. */
export async function streamsOf(query: Query, schema: string, userId: string): Promise<readonly Stream[]> {
  const rows = await query(
    `SELECT DISTINCT e.stream FROM ${schema}changes c JOIN ${schema}entries e ON e.change_id = c.id
     JOIN ${schema}heads h ON h.stream = e.stream WHERE c.user_id = $1`,
    [userId],
  );
  return rows.map(([stream]) => toStream(stream));
}
