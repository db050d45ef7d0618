/** Each entry brings the schema one version further. Never edit one that was released. The columns are those of PostgreSQL. */
export const migrations: readonly string[] = [
  `CREATE TABLE changes (
     id TEXT PRIMARY KEY,
     at_millis INTEGER NOT NULL,
     actor_kind TEXT NOT NULL,
     actor_id TEXT,
     actor_name TEXT,
     reason TEXT,
     user_id TEXT,
     mode TEXT,
     request_id TEXT,
     reverts TEXT,
     caused_by TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX changes_by_user ON changes (user_id, id);
   CREATE INDEX changes_by_actor ON changes (actor_id, id);
   CREATE INDEX changes_by_kind ON changes (actor_kind, id);
   CREATE INDEX changes_by_reverted ON changes (reverts) WHERE reverts IS NOT NULL;
   CREATE TABLE change_keys (
     key TEXT NOT NULL,
     change_id TEXT NOT NULL,
     PRIMARY KEY (key, change_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX change_keys_by_change ON change_keys (change_id);
   CREATE TABLE entries (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     stream TEXT NOT NULL,
     seq INTEGER NOT NULL,
     change_id TEXT NOT NULL,
     kind TEXT NOT NULL,
     state TEXT NOT NULL,
     writes TEXT NOT NULL,
     writes_once_applied TEXT,
     previous_hash TEXT NOT NULL,
     marker TEXT,
     hash TEXT NOT NULL,
     seen_marker TEXT,
     seen_hash TEXT,
     at_millis INTEGER NOT NULL,
     applied_at_millis INTEGER,
     position INTEGER,
     sweep_at_millis INTEGER,
     sweeps INTEGER NOT NULL DEFAULT 0,
     UNIQUE (stream, seq)
   ) STRICT;
   CREATE INDEX entries_by_change ON entries (change_id, id);
   CREATE INDEX entries_by_stream ON entries (stream, change_id);
   CREATE INDEX entries_open ON entries (stream, seq) WHERE state = 'INTENDED';
   CREATE INDEX entries_open_by_change ON entries (change_id) WHERE state = 'INTENDED';
   CREATE INDEX entries_not_applied ON entries (change_id) WHERE state = 'NOT_APPLIED';
   CREATE INDEX entries_due ON entries (sweep_at_millis) WHERE sweep_at_millis IS NOT NULL;
   CREATE INDEX entries_by_position ON entries (position) WHERE position IS NOT NULL;
   CREATE INDEX entries_by_time ON entries (applied_at_millis) WHERE applied_at_millis IS NOT NULL;
   CREATE TABLE heads (
     stream TEXT PRIMARY KEY,
     user_id TEXT,
     seq INTEGER NOT NULL,
     payload TEXT NOT NULL,
     marker TEXT,
     hash TEXT NOT NULL,
     base_seq INTEGER NOT NULL,
     base_marker TEXT,
     base_hash TEXT NOT NULL,
     origins TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE commands (
     caller TEXT NOT NULL,
     key TEXT NOT NULL,
     input_hash TEXT NOT NULL,
     change_id TEXT NOT NULL,
     answer TEXT,
     at_millis INTEGER NOT NULL,
     PRIMARY KEY (caller, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE positions (last INTEGER NOT NULL, epoch TEXT NOT NULL) STRICT;
   INSERT INTO positions VALUES (0, lower(hex(randomblob(6))));`,
  `CREATE TABLE pushes (
     user_id TEXT PRIMARY KEY,
     reason TEXT NOT NULL,
     round INTEGER NOT NULL,
     takes INTEGER NOT NULL,
     due_at_millis INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX pushes_due ON pushes (due_at_millis);`,
  'ALTER TABLE positions ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;',
  // Withdrawn entries had kept values that the history does not keep; those that were erased since stay erased.
  `UPDATE entries SET
     writes = CASE WHEN writes LIKE '%"before":%' OR writes LIKE '%"after":%' THEN writes_once_applied ELSE writes END,
     writes_once_applied = NULL
   WHERE state = 'NOT_APPLIED' AND writes_once_applied IS NOT NULL;`,
];
