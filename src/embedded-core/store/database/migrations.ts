import type { Database } from './database.ts';

/** Each entry brings the schema one version further; the number of entries is the newest version. Never edit one that was released. */
export const migrations: readonly string[] = [
  `CREATE TABLE signing_keys (
     kid TEXT PRIMARY KEY,
     is_static INTEGER NOT NULL,
     private_key TEXT NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE sessions (
     handle TEXT PRIMARY KEY,
     user_id TEXT NOT NULL,
     claims TEXT NOT NULL,
     data TEXT NOT NULL,
     current_hash TEXT NOT NULL,
     is_static INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX sessions_by_user ON sessions (user_id);
   CREATE INDEX sessions_by_expiry ON sessions (expires_at);
   CREATE TABLE users (
     id TEXT PRIMARY KEY,
     email TEXT NOT NULL UNIQUE,
     password_hash TEXT NOT NULL,
     joined_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX users_by_age ON users (joined_at, id);
   CREATE TABLE one_time_tokens (
     hash TEXT PRIMARY KEY,
     purpose TEXT NOT NULL,
     user_id TEXT NOT NULL,
     email TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id, purpose);
   CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);
   CREATE TABLE verified_emails (user_id TEXT NOT NULL, email TEXT NOT NULL, PRIMARY KEY (user_id, email)) STRICT;
   CREATE TABLE user_metadata (user_id TEXT PRIMARY KEY, metadata TEXT NOT NULL) STRICT;
   CREATE TABLE roles (role TEXT PRIMARY KEY) STRICT;
   CREATE TABLE role_permissions (role TEXT NOT NULL, permission TEXT NOT NULL, PRIMARY KEY (role, permission)) STRICT;
   CREATE INDEX role_permissions_by_permission ON role_permissions (permission);
   CREATE TABLE user_roles (user_id TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (user_id, role)) STRICT;
   CREATE INDEX user_roles_by_role ON user_roles (role);`,
];

/** Brings the schema up to date, each step with its version in one transaction; refuses a file that a newer version has written. */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
  const version = database.userVersion();
  if (version > steps.length) {
    throw new Error(
      `The database has schema version ${version}, which is newer than ${steps.length}: ` +
        'it was written by a newer version of Claimset. Start that version.',
    );
  }
  for (const [index, sql] of steps.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
