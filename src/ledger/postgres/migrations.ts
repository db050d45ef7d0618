import { INTEND_BODY, MARK_BODY } from './statements.ts';

// In the body, a name that could be a variable's is a column's.
const MARK = `claimset.mark(json)
     RETURNS TABLE (stream text, seq bigint, is_there boolean, is_newest boolean) LANGUAGE plpgsql AS $body$
     #variable_conflict use_column
     BEGIN RETURN QUERY ${MARK_BODY};
     END $body$;`;

/**
 * Each entry brings the schema one version further; the number of entries is the newest version. Never edit one that was
 * released. Times are milliseconds since 1970; values of claims are JSON as text, since `jsonb` takes no NUL.
 */
const migrations: readonly string[] = [
  `CREATE TABLE claimset.changes (
     id text COLLATE "C" PRIMARY KEY,
     at_millis bigint NOT NULL,
     actor_kind text NOT NULL,
     actor_id text,
     actor_name text,
     reason text,
     user_id text,
     mode text,
     request_id text,
     reverts text COLLATE "C",
     caused_by text COLLATE "C"
   );
   CREATE INDEX changes_by_user ON claimset.changes (user_id, id);
   CREATE INDEX changes_by_actor ON claimset.changes (actor_id, id);
   CREATE INDEX changes_by_kind ON claimset.changes (actor_kind, id);
   CREATE INDEX changes_by_reverted ON claimset.changes (reverts) WHERE reverts IS NOT NULL;
   CREATE TABLE claimset.change_keys (
     key text COLLATE "C" NOT NULL,
     change_id text COLLATE "C" NOT NULL,
     PRIMARY KEY (key, change_id)
   );
   CREATE INDEX change_keys_by_change ON claimset.change_keys (change_id);
   CREATE TABLE claimset.entries (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     stream text COLLATE "C" NOT NULL,
     seq bigint NOT NULL,
     change_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     state text NOT NULL,
     writes text NOT NULL,
     writes_once_applied text,
     previous_hash text NOT NULL,
     marker text,
     hash text NOT NULL,
     seen_marker text,
     seen_hash text,
     at_millis bigint NOT NULL,
     applied_at_millis bigint,
     epoch integer,
     position bigint,
     sweep_at_millis bigint,
     sweeps integer NOT NULL DEFAULT 0,
     UNIQUE (stream, seq)
   ) WITH (fillfactor = 85);
   CREATE INDEX entries_by_change ON claimset.entries (change_id, id);
   CREATE INDEX entries_by_stream ON claimset.entries (stream, change_id);
   CREATE INDEX entries_open ON claimset.entries (stream, seq) WHERE state = 'INTENDED';
   CREATE INDEX entries_open_by_change ON claimset.entries (change_id) WHERE state = 'INTENDED';
   CREATE INDEX entries_not_applied ON claimset.entries (change_id) WHERE state = 'NOT_APPLIED';
   CREATE INDEX entries_due ON claimset.entries (sweep_at_millis) WHERE sweep_at_millis IS NOT NULL;
   CREATE INDEX entries_by_position ON claimset.entries (epoch, position, id) WHERE position IS NOT NULL;
   CREATE INDEX entries_by_time ON claimset.entries USING brin (applied_at_millis);
   CREATE TABLE claimset.heads (
     stream text COLLATE "C" PRIMARY KEY,
     user_id text,
     seq bigint NOT NULL,
     payload text NOT NULL,
     marker text,
     hash text NOT NULL,
     base_seq bigint NOT NULL,
     base_marker text,
     base_hash text NOT NULL,
     origins text NOT NULL
   ) WITH (fillfactor = 70);
   CREATE TABLE claimset.commands (
     caller text NOT NULL,
     key text NOT NULL,
     input_hash text NOT NULL,
     change_id text COLLATE "C" NOT NULL,
     answer text,
     at_millis bigint NOT NULL,
     PRIMARY KEY (caller, key)
   );
   CREATE TABLE claimset.epochs (epoch integer PRIMARY KEY, at_millis bigint NOT NULL);
   INSERT INTO claimset.epochs VALUES (1, 0);`,
  // How often somebody tried within a time: nobody needs it after a crash.
  `CREATE UNLOGGED TABLE claimset.rate_limits (
     key varchar(255) PRIMARY KEY,
     points integer NOT NULL DEFAULT 0,
     expire bigint
   );
   CREATE INDEX rate_limits_by_expiry ON claimset.rate_limits (expire);`,
  // Users whose sessions are still to be told that claims have changed at their source.
  `CREATE TABLE claimset.pushes (
     user_id text COLLATE "C" PRIMARY KEY,
     reason text NOT NULL,
     round bigint NOT NULL,
     takes integer NOT NULL,
     due_at_millis bigint NOT NULL
   );
   CREATE INDEX pushes_due ON claimset.pushes (due_at_millis);`,
  `CREATE FUNCTION claimset.intend(json, json, json, json) RETURNS SETOF text LANGUAGE plpgsql AS $body$
     BEGIN RETURN QUERY ${INTEND_BODY};
     END $body$;
   CREATE FUNCTION ${MARK}`,
  // A mark that comes after the end of its session finds no head.
  `CREATE OR REPLACE FUNCTION ${MARK}`,
  // Since when the numbers of transactions have only gone up. After a crash, a promotion or a recovery to a point in time
  // they may be given again: PostgreSQL empties the table then.
  `CREATE UNLOGGED TABLE claimset.incarnation (
     is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
     name text NOT NULL
   );`,
];

/** Several processes that start at once wait for one another here. The number is stable between versions. */
const MIGRATION_LOCK = 4_207_361_904_117;

/** All of it, as it would run on a database that has nothing yet: for those who run it by hand. */
export function migrationScript(): string {
  return [
    'BEGIN;',
    `SELECT pg_catalog.pg_advisory_xact_lock(${MIGRATION_LOCK});`,
    PREPARE,
    ...migrations.map((sql, index) => `${sql}\n${versionStatement(index + 1)}`),
    'COMMIT;',
    '',
  ].join('\n');
}

const PREPARE = `CREATE SCHEMA IF NOT EXISTS claimset;
CREATE TABLE IF NOT EXISTS claimset.versions (version integer PRIMARY KEY);`;

function versionStatement(version: number): string {
  return `INSERT INTO claimset.versions VALUES (${version});`;
}

/** Runs one or several statements, and answers the rows of the last. */
export type Run = (sql: string) => Promise<readonly (readonly unknown[])[]>;

/**
 * Brings the schema up to date, in one transaction and under a lock. A database that is up to date is only read, so that
 * a role that may create nothing can start.
 * @throws Error where the schema was made by a newer version.
 */
export async function migrate(run: Run): Promise<void> {
  if ((await currentVersion(run)) === migrations.length) return;
  await run(`BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_catalog.pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const version = await currentVersion(run);
  const steps = migrations.flatMap((sql, index) => (index < version ? [] : [sql, versionStatement(index + 1)]));
  await run([...(version === 0 ? [PREPARE] : []), ...steps, 'COMMIT'].join('\n'));
}

async function currentVersion(run: Run): Promise<number> {
  // Not `to_regclass`: inside a transaction it remembers that there was no such table.
  const tables = await run(
    "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'claimset' AND tablename = 'versions'",
  );
  if (tables.length === 0) return 0;
  const [row] = await run('SELECT coalesce(max(version), 0) FROM claimset.versions');
  const version = Number(row?.[0]);
  if (version > migrations.length) {
    throw new Error(
      `The schema claimset has version ${version}, which is newer than ${migrations.length}: ` +
        'it was made by a newer version of Claimset. Start that version.',
    );
  }
  return version;
}
