import { asNumber, asText, type Database, type Row } from '../database/database.ts';
import type { SessionOperations, Standing, StoredSession, TokenUse } from '../port.ts';

const COLUMNS = 'handle, user_id, claims, data, current_hash, is_static, created_at, expires_at';
const EXPIRED_ROWS_AT_ONCE = 500;

/** Everything that touches the sessions table. */
export function sessionQueries(database: Database): SessionOperations {
  return { ...tokenQueries(database), ...handleQueries(database), ...removalQueries(database) };
}

/** The uses of tokens: what docs/core-contract.md, 'Sessions' says of rotation and theft. */
function tokenQueries(
  database: Database,
): Pick<SessionOperations, 'createSession' | 'useAccessToken' | 'useRefreshToken'> {
  const insert = database.prepare(`INSERT INTO sessions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const find = database.prepare(`SELECT ${COLUMNS} FROM sessions WHERE handle = ? AND expires_at > ?`);
  const promote = database.prepare('UPDATE sessions SET current_hash = ?, expires_at = ? WHERE handle = ?');
  const setKind = database.prepare('UPDATE sessions SET is_static = ? WHERE handle = ?');

  function use(token: TokenUse): { session: StoredSession; standing: Standing } | null {
    const row = find.get(token.handle, token.now);
    if (row === undefined) return null;
    const session = toSession(row);
    const standing = standingOf(token, session.currentHash);
    if (standing === 'promoted') promote.run(token.ownHash, token.prolongedUntil, token.handle);
    return { session, standing };
  }

  return {
    createSession: (session) => {
      insert.run(...toRow(session));
    },
    useAccessToken: use,
    useRefreshToken: (token) => {
      const used = use(token);
      if (used === null || used.standing === 'other') return used;
      if (used.session.isStatic !== token.isStatic) setKind.run(token.isStatic ? 1 : 0, token.handle);
      return used;
    },
  };
}

function standingOf(token: TokenUse, currentHash: string): Standing {
  if (token.ownHash === currentHash) return 'current';
  return token.parentHash === currentHash ? 'promoted' : 'other';
}

function handleQueries(
  database: Database,
): Pick<SessionOperations, 'readSession' | 'replaceClaims' | 'replaceData' | 'readHandles'> {
  const find = database.prepare(`SELECT ${COLUMNS} FROM sessions WHERE handle = ? AND expires_at > ?`);
  const setClaims = database.prepare('UPDATE sessions SET claims = ? WHERE handle = ?');
  const setData = database.prepare('UPDATE sessions SET data = ? WHERE handle = ? AND expires_at > ?');
  const list = database.prepare('SELECT handle FROM sessions WHERE user_id = ? AND expires_at > ? ORDER BY rowid');
  return {
    readSession: ({ handle, now }) => {
      const row = find.get(handle, now);
      return row === undefined ? null : toSession(row);
    },
    replaceClaims: ({ handle, now, claims }) => {
      const row = find.get(handle, now);
      if (row === undefined) return null;
      if (claims === null) return toSession(row);
      setClaims.run(claims, handle);
      return { ...toSession(row), claims };
    },
    replaceData: ({ handle, now, data }) => setData.run(data, handle, now) > 0,
    readHandles: ({ userId, now }) => list.all(userId, now).map((row) => asText(row[0])),
  };
}

function removalQueries(
  database: Database,
): Pick<SessionOperations, 'removeSessions' | 'removeSessionsOfUser' | 'removeExpired'> {
  const find = database.prepare('SELECT expires_at FROM sessions WHERE handle = ?');
  const remove = database.prepare('DELETE FROM sessions WHERE handle = ?');
  const list = database.prepare('SELECT handle FROM sessions WHERE user_id = ? AND expires_at > ? ORDER BY rowid');
  const removeAll = database.prepare('DELETE FROM sessions WHERE user_id = ?');
  const expired = ['sessions', 'one_time_tokens'].map((table) =>
    database.prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires_at <= ? LIMIT ${EXPIRED_ROWS_AT_ONCE})`,
    ),
  );
  return {
    removeSessions: ({ handles, now }) =>
      handles.filter((handle) => {
        const row = find.get(handle);
        if (row === undefined) return false;
        remove.run(handle);
        return asNumber(row[0]) > now;
      }),
    removeSessionsOfUser: ({ userId, now }) => {
      const handles = list.all(userId, now).map((row) => asText(row[0]));
      removeAll.run(userId);
      return handles;
    },
    removeExpired: ({ now }) => expired.reduce((count, statement) => count + statement.run(now), 0),
  };
}

function toRow(session: StoredSession): [string, string, string, string, string, number, number, number] {
  const { handle, userId, claims, data, currentHash, isStatic, createdAt, expiresAt } = session;
  return [handle, userId, claims, data, currentHash, isStatic ? 1 : 0, createdAt, expiresAt];
}

function toSession(row: Row): StoredSession {
  return {
    handle: asText(row[0]),
    userId: asText(row[1]),
    claims: asText(row[2]),
    data: asText(row[3]),
    currentHash: asText(row[4]),
    isStatic: asNumber(row[5]) === 1,
    createdAt: asNumber(row[6]),
    expiresAt: asNumber(row[7]),
  };
}
