import { DEAD_AFTER_MILLIS, REMEMBERED_MILLIS, SWEEP_DELAYS_MILLIS } from '../schedule.ts';

/** The database's clock, which all processes share. */
export const NOW = '(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint';
/** The newest: entries of one epoch are in the order of their positions. */
export const EPOCH = '(SELECT max(epoch) FROM claimset.epochs)';
/** Given in the statement that makes an entry visible to readers of the feed. */
const POSITION = 'pg_catalog.pg_current_xact_id()::text::bigint';

const HEAD = 'user_id, seq, payload, marker, hash, base_seq, base_marker, base_hash, origins';
const HEAD_TYPES =
  'stream text, user_id text, seq bigint, payload text, marker text, hash text, base_seq bigint, base_marker text, base_hash text, origins text';
const CHANGE = 'id, at_millis, actor_kind, actor_id, actor_name, reason, user_id, mode, request_id, reverts, caused_by';
const CHANGE_TYPES =
  'id text, at_millis bigint, actor_kind text, actor_id text, actor_name text, reason text, user_id text, mode text, request_id text, reverts text, caused_by text';
const ENTRY =
  'stream, seq, change_id, kind, state, writes, writes_once_applied, previous_hash, marker, hash, seen_marker, seen_hash';
const ENTRY_TYPES =
  'stream text, seq bigint, change_id text, kind text, state text, writes text, writes_once_applied text, previous_hash text, marker text, hash text, seen_marker text, seen_hash text';

/** Functions, since each connection keeps the plan of one: planning these takes twice as long as doing them. */
export const INTEND = 'SELECT claimset.intend($1::json, $2::json, $3::json, $4::json)';
export const MARK = 'SELECT * FROM claimset.mark($1::json)';

/** One of two commands with a key: the intents of the other are not committed. */
const isKept = `(i.key IS NULL OR EXISTS (SELECT 1 FROM kept k
  WHERE k.caller = i.caller AND k.key = i.key AND k.change_id = i.change_id))`;

/**
 * What `claimset.intend` does. The functions of the schema are as their migration made them: whoever changes this adds a
 * migration that replaces the function.
 * Commits intents: $1 heads, $2 entries, $3 changes, $4 keys, each a JSON array of rows. Answers the streams whose head
 * was still where it was expected: that comparison, and the unique number, are the compare-and-set that the core lacks.
 * Several entries of one intent are one write, that of the last: it alone needs to be looked after.
 */
export const INTEND_BODY = `
  WITH intents AS (
    SELECT * FROM json_to_recordset($1::json) AS x(${HEAD_TYPES}, expected_seq bigint, first_seq bigint,
      caller text, key text, input_hash text, change_id text)
  ), kept AS (
    INSERT INTO claimset.commands AS c (caller, key, input_hash, change_id, at_millis)
    SELECT DISTINCT ON (caller, key) caller, key, input_hash, change_id, ${NOW} FROM intents WHERE key IS NOT NULL
    ON CONFLICT (caller, key) DO UPDATE
      SET input_hash = excluded.input_hash, change_id = excluded.change_id, at_millis = excluded.at_millis, answer = NULL
      WHERE c.change_id = excluded.change_id OR c.at_millis < excluded.at_millis - ${REMEMBERED_MILLIS}
    RETURNING caller, key, change_id
  ), moved AS (
    UPDATE claimset.heads h
    SET user_id = i.user_id, seq = i.seq, payload = i.payload, marker = i.marker, hash = i.hash, origins = i.origins
    FROM intents i WHERE h.stream = i.stream AND h.seq = i.expected_seq AND ${isKept}
    RETURNING h.stream, h.seq AS last_seq
  ), begun AS (
    INSERT INTO claimset.heads (stream, ${HEAD})
    SELECT i.stream, ${HEAD.replaceAll(/(\w+)/g, 'i.$1')} FROM intents i
    WHERE i.expected_seq IS NULL AND ${isKept}
      AND NOT EXISTS (SELECT 1 FROM claimset.entries e WHERE e.stream = i.stream AND e.seq >= i.first_seq)
    ON CONFLICT (stream) DO NOTHING
    RETURNING stream, seq AS last_seq
  ), won AS (
    SELECT stream, last_seq FROM moved UNION ALL SELECT stream, last_seq FROM begun
  ), written AS (
    INSERT INTO claimset.entries (${ENTRY}, at_millis, sweep_at_millis, applied_at_millis, epoch, position)
    SELECT ${ENTRY.replaceAll(/(\w+)/g, 'e.$1')}, ${NOW},
      CASE WHEN e.state = 'INTENDED' AND e.seq = won.last_seq THEN ${NOW} + ${DEAD_AFTER_MILLIS} END,
      CASE e.state WHEN 'APPLIED' THEN ${NOW} END, CASE e.state WHEN 'APPLIED' THEN ${EPOCH} END,
      CASE e.state WHEN 'APPLIED' THEN ${POSITION} END
    FROM json_to_recordset($2::json) AS e(${ENTRY_TYPES}) JOIN won USING (stream)
    ORDER BY e.seq
    RETURNING change_id
  ), changed AS (
    INSERT INTO claimset.changes (${CHANGE})
    SELECT ${CHANGE} FROM json_to_recordset($3::json) AS c(${CHANGE_TYPES})
    WHERE c.id IN (SELECT change_id FROM written) ON CONFLICT (id) DO NOTHING
  ), keyed AS (
    INSERT INTO claimset.change_keys (key, change_id)
    SELECT key, change_id FROM json_to_recordset($4::json) AS k(key text, change_id text)
    WHERE change_id IN (SELECT change_id FROM written) ON CONFLICT DO NOTHING
  )
  SELECT stream FROM won`;

/**
 * $1 the head as it was before the entries, and the number of the last; answers rows where nobody had built on it. Where
 * the session's end has been recorded meanwhile there is no head any more, and the entries count as applied: that is
 * taken back, where the end is all that came after them.
 */
export const WITHDRAW = `
  WITH taken AS (SELECT * FROM json_to_recordset($1::json) AS x(${HEAD_TYPES}, entry_seq bigint)),
  back AS (
    UPDATE claimset.heads h
    SET seq = h.seq + 1, payload = t.payload, marker = t.marker, hash = t.hash, origins = t.origins
    FROM taken t WHERE h.stream = t.stream AND h.seq = t.entry_seq
    RETURNING h.stream, t.seq AS before_seq, t.entry_seq
  ), ended AS (
    SELECT t.stream, t.seq AS before_seq, t.entry_seq FROM taken t
    WHERE NOT EXISTS (SELECT 1 FROM claimset.heads h WHERE h.stream = t.stream)
      AND NOT EXISTS (SELECT 1 FROM claimset.entries n
        WHERE n.stream = t.stream AND n.seq > t.entry_seq AND n.kind <> 'ENDED')
  )
  UPDATE claimset.entries e SET state = 'NOT_APPLIED', sweep_at_millis = NULL,
    applied_at_millis = NULL, epoch = NULL, position = NULL,
    writes = coalesce(e.writes_once_applied, e.writes), writes_once_applied = NULL
  FROM (SELECT *, 'INTENDED' AS state FROM back UNION ALL SELECT *, 'APPLIED' FROM ended) b
  WHERE e.stream = b.stream AND e.seq > b.before_seq AND e.seq <= b.entry_seq AND e.state = b.state
  RETURNING e.stream`;

/** What `claimset.mark` does. $1 what has landed; answers for each: stream, number, whether the entry is there and its session has not ended, whether it is the newest. */
export const MARK_BODY = `
  WITH landed AS (SELECT * FROM json_to_recordset($1::json) AS x(stream text, seq bigint, "isAnswered" boolean)),
  marked AS (
    UPDATE claimset.entries e
    SET state = 'APPLIED', applied_at_millis = ${NOW}, epoch = ${EPOCH}, position = ${POSITION},
      writes = coalesce(e.writes_once_applied, e.writes), writes_once_applied = NULL,
      sweep_at_millis = CASE WHEN EXISTS (
        SELECT 1 FROM landed a WHERE a.stream = e.stream AND a.seq = e.seq AND a."isAnswered"
      ) THEN NULL ELSE e.sweep_at_millis END
    FROM (SELECT stream, max(seq) AS seq FROM landed GROUP BY stream) l
    WHERE e.stream = l.stream AND e.seq <= l.seq AND e.state = 'INTENDED'
  ), answered AS (
    UPDATE claimset.entries e SET sweep_at_millis = NULL FROM landed l
    WHERE e.stream = l.stream AND e.seq = l.seq AND l."isAnswered" AND e.state = 'APPLIED'
      AND e.sweep_at_millis IS NOT NULL
  )
  SELECT l.stream, l.seq, coalesce(e.state <> 'NOT_APPLIED' AND h.stream IS NOT NULL, false), h.marker IS NOT DISTINCT FROM e.marker
  FROM landed l LEFT JOIN claimset.entries e ON e.stream = l.stream AND e.seq = l.seq
  LEFT JOIN claimset.heads h ON h.stream = l.stream`;

export const UNANSWERED = `
  UPDATE claimset.entries e SET sweep_at_millis = ${NOW} + ${SWEEP_DELAYS_MILLIS[0]}, sweeps = 0
  FROM json_to_recordset($1::json) AS u(stream text, seq bigint)
  WHERE e.stream = u.stream AND e.seq = u.seq AND e.state <> 'NOT_APPLIED'`;

export const WAKE = `
  UPDATE claimset.entries e SET sweep_at_millis = least(coalesce(e.sweep_at_millis, ${NOW}), ${NOW})
  FROM json_to_recordset($1::json) AS w(stream text)
  WHERE e.stream = w.stream AND e.seq = (SELECT max(n.seq) FROM claimset.entries n WHERE n.stream = w.stream)`;

/**
 * $1 streams with the ids of changes, $2 those changes. What is open counts as applied: it may have been acknowledged an
 * instant ago, and nobody can see any more that it was not. Who knows better, since the core has refused, withdraws it.
 */
export const END = `
  WITH ended AS (SELECT * FROM json_to_recordset($1::json) AS x(stream text, change_id text)),
  closed AS (
    UPDATE claimset.entries e SET state = 'APPLIED', sweep_at_millis = NULL, writes_once_applied = NULL,
      writes = coalesce(e.writes_once_applied, e.writes),
      applied_at_millis = ${NOW}, epoch = ${EPOCH}, position = ${POSITION}
    FROM ended x WHERE e.stream = x.stream AND e.state = 'INTENDED'
  ), unwatched AS (
    UPDATE claimset.entries e SET sweep_at_millis = NULL
    FROM ended x WHERE e.stream = x.stream AND e.state <> 'INTENDED' AND e.sweep_at_millis IS NOT NULL
  ), gone AS (
    DELETE FROM claimset.heads h USING ended x WHERE h.stream = x.stream RETURNING h.stream, h.seq, h.hash
  ), written AS (
    INSERT INTO claimset.entries (stream, seq, change_id, kind, state, writes, previous_hash, hash, at_millis,
      applied_at_millis, epoch, position)
    SELECT x.stream, coalesce(g.seq, last.seq, 0) + 1, x.change_id, 'ENDED', 'APPLIED', '[]', coalesce(g.hash, ''), '',
      ${NOW}, ${NOW}, ${EPOCH}, ${POSITION}
    FROM ended x LEFT JOIN gone g USING (stream)
    LEFT JOIN LATERAL (SELECT max(e.seq) AS seq, bool_or(e.kind = 'ENDED') AS is_ended
      FROM claimset.entries e WHERE e.stream = x.stream) last ON true
    WHERE last.is_ended IS NOT TRUE
    RETURNING change_id
  )
  INSERT INTO claimset.changes (${CHANGE})
  SELECT ${CHANGE} FROM json_to_recordset($2::json) AS c(${CHANGE_TYPES})
  WHERE c.id IN (SELECT change_id FROM written) ON CONFLICT (id) DO NOTHING`;

export const REMEMBER = `
  INSERT INTO claimset.commands AS c (caller, key, input_hash, change_id, answer, at_millis)
  VALUES ($1, $2, $3, $4, $5, ${NOW})
  ON CONFLICT (caller, key) DO UPDATE
    SET input_hash = excluded.input_hash, change_id = excluded.change_id, answer = excluded.answer,
      at_millis = CASE WHEN c.change_id = excluded.change_id THEN c.at_millis ELSE excluded.at_millis END
    WHERE c.change_id = excluded.change_id OR c.at_millis < excluded.at_millis - ${REMEMBERED_MILLIS}`;

export const RELEASE = 'DELETE FROM claimset.commands WHERE caller = $1 AND key = $2 AND change_id = $3';

export const RECALL = `
  SELECT caller, key, input_hash, change_id, answer FROM claimset.commands
  WHERE caller = $1 AND key = $2 AND at_millis >= ${NOW} - ${REMEMBERED_MILLIS}`;
