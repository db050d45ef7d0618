import { asText, type Database } from '../database/database.ts';
import type { MetadataOperations } from '../port.ts';
import { mergeMetadata } from './metadata-merge.ts';

const NONE = '{}';

/** User metadata, as JSON text; merged inside the store, so that simultaneous updates are all kept (docs/core-contract.md, 'Metadata and roles'). */
export function metadataQueries(database: Database): MetadataOperations {
  const find = database.prepare('SELECT metadata FROM user_metadata WHERE user_id = ?');
  const put = database.prepare(
    'INSERT INTO user_metadata (user_id, metadata) VALUES (?, ?) ON CONFLICT DO UPDATE SET metadata = excluded.metadata',
  );
  const remove = database.prepare('DELETE FROM user_metadata WHERE user_id = ?');
  const read = (userId: string): string => {
    const row = find.get(userId);
    return row === undefined ? NONE : asText(row[0]);
  };
  return {
    readMetadata: ({ userId }) => read(userId),
    mergeMetadata: ({ userId, update }) => {
      const merged = mergeMetadata(read(userId), update);
      put.run(userId, merged);
      return merged;
    },
    removeMetadata: ({ userId }) => {
      remove.run(userId);
    },
  };
}
