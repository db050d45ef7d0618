import { asNumber, asText, type Database } from '../database/database.ts';
import type { KeyOperations } from '../port.ts';

/** Signing keys and the secret that seals refresh tokens (docs/core-contract.md, 'Keys'). */
export function keyQueries(database: Database): KeyOperations {
  const list = database.prepare('SELECT kid, is_static, private_key, created_at FROM signing_keys ORDER BY created_at');
  const insert = database.prepare(
    'INSERT INTO signing_keys (kid, is_static, private_key, created_at) VALUES (?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM signing_keys WHERE kid = ?');
  const insertSecret = database.prepare('INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)');
  const findSecret = database.prepare('SELECT value FROM secrets WHERE name = ?');
  return {
    readKeys: () =>
      list.all().map((row) => ({
        kid: asText(row[0]),
        isStatic: asNumber(row[1]) === 1,
        privateKey: asText(row[2]),
        createdAt: asNumber(row[3]),
      })),
    createKey: ({ kid, isStatic, privateKey, createdAt }) => {
      insert.run(kid, isStatic ? 1 : 0, privateKey, createdAt);
    },
    removeKeys: ({ kids }) => {
      for (const kid of kids) remove.run(kid);
    },
    keepSecret: ({ name, value }) => {
      insertSecret.run(name, value);
      return asText(findSecret.get(name)?.[0]);
    },
  };
}
