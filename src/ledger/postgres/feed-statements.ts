import { EPOCH, NOW } from './statements.ts';

const XMIN = 'pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint';
const XMAX = 'pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint';
/** There are positions that are still to be given: the numbers of transactions went back. */
const IS_BEHIND = `coalesce((SELECT max(position) FROM claimset.entries WHERE epoch = ${EPOCH}) >= ${XMAX}, false)`;

/**
 * Right before the first entry that was applied since a time ($1), in whichever epoch, or before whatever comes next. The
 * times are looked up first: else all that is older is read, in the order of positions.
 */
export const FEED_START = `
  WITH young AS MATERIALIZED (
    SELECT epoch, position FROM claimset.entries WHERE applied_at_millis >= $1 AND position IS NOT NULL
  )
  (SELECT epoch, position FROM young ORDER BY epoch, position LIMIT 1)
  UNION ALL SELECT ${EPOCH}, ${XMIN} LIMIT 1`;

/**
 * The incarnation, null where none has begun, and the epoch. What is below the first number of a transaction is complete,
 * and what is not below the second was not begun.
 */
export const FEED_BOUNDS = `
  SELECT (SELECT name FROM claimset.incarnation), ${EPOCH}, ${NOW}, ${XMIN}, ${XMAX}, ${IS_BEHIND}`;

/** $1 the incarnation that is over, null where there is none; $2 the next. Of several processes, the first one's counts. */
export const BEGIN_INCARNATION = `
  INSERT INTO claimset.incarnation AS i (name) VALUES ($2)
  ON CONFLICT (is_only) DO UPDATE SET name = excluded.name WHERE i.name = $1`;

/**
 * The same where the positions that are given from now on are below those that are there: so that they come after them in
 * the feed, they are of a new epoch. Whoever writes in the old one commits before, else readers could go past it.
 */
export const BEGIN_EPOCH = `
  LOCK TABLE claimset.entries IN SHARE ROW EXCLUSIVE MODE;
  INSERT INTO claimset.epochs SELECT ${EPOCH} + 1, ${NOW} WHERE ${IS_BEHIND};
  ${BEGIN_INCARNATION}`;
