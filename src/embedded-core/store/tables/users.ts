import { asNumber, asText, type Database, type Row } from '../database/database.ts';
import type { StoredUser, UserOperations, UserPage } from '../port.ts';

const IS_VERIFIED = 'EXISTS (SELECT 1 FROM verified_emails AS v WHERE v.user_id = users.id AND v.email = users.email)';
const COLUMNS = `id, email, joined_at, ${IS_VERIFIED}`;
// However many there are, the statement stays the same: SQLite limits the depth of expressions.
const BEGINS_WITH_ONE =
  "EXISTS (SELECT 1 FROM json_each(?) AS b WHERE instr(email, b.value) = 1 OR instr(email, '@' || b.value) > 0)";
const OWNED_TABLES = ['sessions', 'user_metadata', 'user_roles', 'verified_emails', 'one_time_tokens'];

/** Everything that touches the users table (docs/core-contract.md, 'Users'). */
export function userQueries(database: Database): UserOperations {
  return { ...accountQueries(database), ...changeQueries(database), ...listQueries(database) };
}

function accountQueries(database: Database): Pick<UserOperations, 'createUser' | 'readUser' | 'readUserByEmail'> {
  const insert = database.prepare('INSERT INTO users (id, email, password_hash, joined_at) VALUES (?, ?, ?, ?)');
  const find = database.prepare(`SELECT ${COLUMNS} FROM users WHERE id = ?`);
  const findByEmail = database.prepare(`SELECT ${COLUMNS}, password_hash FROM users WHERE email = ?`);
  return {
    createUser: ({ id, email, passwordHash, joinedAt }) => {
      if (findByEmail.get(email) !== undefined) return false;
      insert.run(id, email, passwordHash, joinedAt);
      return true;
    },
    readUser: ({ id }) => {
      const row = find.get(id);
      return row === undefined ? null : toUser(row);
    },
    readUserByEmail: ({ email }) => {
      const row = findByEmail.get(email);
      return row === undefined ? null : { ...toUser(row), passwordHash: asText(row[4]) };
    },
  };
}

function changeQueries(database: Database): Pick<UserOperations, 'updateUser' | 'removeUser'> {
  const find = database.prepare('SELECT 1 FROM users WHERE id = ?');
  const findOwner = database.prepare('SELECT id FROM users WHERE email = ?');
  const setEmail = database.prepare('UPDATE users SET email = ? WHERE id = ?');
  const setPassword = database.prepare('UPDATE users SET password_hash = ? WHERE id = ?');
  const removals = [
    database.prepare('DELETE FROM users WHERE id = ?'),
    ...OWNED_TABLES.map((table) => database.prepare(`DELETE FROM ${table} WHERE user_id = ?`)),
  ];
  return {
    updateUser: ({ id, email, passwordHash }) => {
      if (find.get(id) === undefined) return 'UNKNOWN_USER_ID_ERROR';
      const owner = email === null ? undefined : findOwner.get(email);
      if (owner !== undefined && owner[0] !== id) return 'EMAIL_ALREADY_EXISTS_ERROR';
      if (email !== null) setEmail.run(email, id);
      if (passwordHash !== null) setPassword.run(passwordHash, id);
      return 'OK';
    },
    removeUser: ({ id }) => {
      for (const removal of removals) removal.run(id);
    },
  };
}

function listQueries(database: Database): Pick<UserOperations, 'readUsers' | 'readUserCount'> {
  const count = database.prepare('SELECT count(*) FROM users');
  return {
    readUsers: (page) => {
      const { sql, values } = pageQuery(page);
      return database
        .prepare(sql)
        .all(...values)
        .map(toUser);
    },
    readUserCount: () => asNumber(count.get()?.[0]),
  };
}

function pageQuery({ isDescending, limit, from, emailBeginnings }: UserPage): {
  sql: string;
  values: (string | number)[];
} {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  if (from !== null) {
    conditions.push(`(joined_at, id) ${isDescending ? '<=' : '>='} (?, ?)`);
    values.push(from.joinedAt, from.id);
  }
  if (emailBeginnings.length > 0) {
    conditions.push(BEGINS_WITH_ONE);
    values.push(JSON.stringify(emailBeginnings));
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const order = isDescending ? 'joined_at DESC, id DESC' : 'joined_at, id';
  return { sql: `SELECT ${COLUMNS} FROM users ${where} ORDER BY ${order} LIMIT ?`, values: [...values, limit] };
}

function toUser(row: Row): StoredUser {
  return {
    id: asText(row[0]),
    email: asText(row[1]),
    joinedAt: asNumber(row[2]),
    isVerified: asNumber(row[3]) === 1,
  };
}
