import { z } from 'zod';

import type { ChangesFilter, Page } from '../../claims/history/history.ts';
import type { Change } from '../../claims/history/types.ts';
import { firstIdAt } from '../ids.ts';
import type { Query, SqlValue } from './query.ts';
import { CHANGE_COLUMNS, safeText, toChange } from './rows.ts';

/** How many are looked at for one page: what fits may be further back, and the next page goes on there. */
const LOOKED_AT = 1_000;

/** A list of changes, in the order of their ids by an index. */
interface Walk {
  readonly table: string;
  readonly id: string;
  /** With `$` in the place of the value. */
  readonly condition: string;
  readonly value: SqlValue | null;
  /** A change may be in it more than once. */
  readonly isRepeated: boolean;
}

/** Puts the statements of one query together. */
class Values {
  readonly list: SqlValue[] = [];
  readonly place = (value: SqlValue): string => `$${this.list.push(value)}`;

  with({ condition, value }: Pick<Walk, 'condition' | 'value'>): string {
    return value === null ? condition : condition.replace('$', () => this.place(value));
  }
}

/**
 * A page of changes that fit. One condition is walked by its index, the newest first, and of what is found there, so much
 * and no more is looked at by the others: so no page takes long, however few of a million changes fit.
 */
export async function changesPage(
  query: Query,
  schema: string,
  filter: ChangesFilter,
  { first, after }: { readonly first: number; readonly after?: string },
): Promise<Page<Change>> {
  const walks = walksOf(schema, filter);
  const walk = await shortest(query, walks, { ...filter, after });
  const others = walks.filter((other) => other !== walk);
  const values = new Values();
  const list = listOf(walk, { ...filter, after }, values, Math.max(LOOKED_AT, first + 1));
  const conditions = others.map((other) => isIn(other, values));
  const rows = await query(
    // CROSS, so that SQLite begins with the list.
    `SELECT ${CHANGE_COLUMNS} FROM (${list}) w CROSS JOIN ${schema}changes c
     WHERE ${['c.id = w.id', ...conditions].join(' AND ')}
     ORDER BY w.id DESC LIMIT ${values.place(first + 1)}`,
    values.list,
  );
  const items = rows.slice(0, first).map(toChange);
  if (rows.length > first || others.length === 0) return { items, hasNextPage: rows.length > first };
  const cutAfter = await lastLookedAt(query, walk, { ...filter, after }, Math.max(LOOKED_AT, first + 1));
  return cutAfter === null ? { items, hasNextPage: false } : { items, hasNextPage: true, cutAfter };
}

/** The lists that the conditions are, those that are rather short first. */
function walksOf(schema: string, filter: ChangesFilter): readonly Walk[] {
  const { userId, key, actorId, actorKind } = filter;
  const ofChanges = (column: string, value: SqlValue): Walk => ({
    ...{ table: `${schema}changes x`, id: 'x.id', condition: `x.${column} = $`, value, isRepeated: false },
  });
  const keys = { table: `${schema}change_keys x`, id: 'x.change_id', condition: 'x.key = $', isRepeated: false };
  const walks: Walk[] = [
    ...entriesOf(schema, filter),
    ...(userId === undefined ? [] : [ofChanges('user_id', userId)]),
    ...(actorId === undefined ? [] : [ofChanges('actor_id', actorId)]),
    ...(key === undefined ? [] : [{ ...keys, value: safeText(key) }]),
    ...(actorKind === undefined ? [] : [ofChanges('actor_kind', actorKind)]),
  ];
  const all = { table: `${schema}changes x`, id: 'x.id', condition: 'true', value: null, isRepeated: false };
  return walks.every(isOfMost) ? [all, ...walks] : walks;
}

const APPLIED = "x.state = 'APPLIED'";

/** Stream and status are asked of one and the same entry. */
function entriesOf(schema: string, { stream, status }: ChangesFilter): readonly Walk[] {
  const conditions = [
    ...(stream === undefined ? [] : ['x.stream = $']),
    // A literal, so that the planner sees that the partial index fits.
    ...(status === undefined ? [] : [`x.state = '${status}'`]),
  ];
  if (conditions.length === 0) return [];
  const [condition, value] = [conditions.join(' AND '), stream ?? null];
  return [{ table: `${schema}entries x`, id: 'x.change_id', condition, value, isRepeated: true }];
}

/** Nearly all changes fit: there is no index, and it is not worth one. */
function isOfMost({ condition }: Walk): boolean {
  return condition === APPLIED;
}

type Range = Pick<ChangesFilter, 'sinceMillis' | 'untilMillis'> & { readonly after: string | undefined };

function listOf(walk: Walk, range: Range, values: Values, limit: number): string {
  const conditions = [values.with(walk), ...rangeOf(walk.id, range, values)];
  return `SELECT ${walk.isRepeated ? 'DISTINCT ' : ''}${walk.id} AS id FROM ${walk.table}
    WHERE ${conditions.join(' AND ')} ORDER BY ${walk.id} DESC LIMIT ${values.place(limit)}`;
}

/** One bound at each end: of two, SQLite would walk from the first that it is given. */
function rangeOf(id: string, { after, sinceMillis, untilMillis }: Range, { place }: Values): readonly string[] {
  const until = untilMillis === undefined ? undefined : firstIdAt(untilMillis);
  const [below] = [after, until].filter((bound) => bound !== undefined).toSorted();
  return [
    ...(below === undefined ? [] : [`${id} < ${place(below)}`]),
    ...(sinceMillis === undefined ? [] : [`${id} >= ${place(firstIdAt(sinceMillis))}`]),
  ];
}

/** The condition that another list has the change `c`, too. */
function isIn(walk: Walk, values: Values): string {
  if (walk.id === 'x.id') return values.with(walk).replace('x.', 'c.');
  return `EXISTS (SELECT 1 FROM ${walk.table} WHERE ${walk.id} = c.id AND ${values.with(walk)})`;
}

/** The first list that is looked at as a whole; else the first of all. */
async function shortest(query: Query, walks: readonly Walk[], range: Range): Promise<Walk> {
  const walkable = walks.filter((walk) => !isOfMost(walk));
  const [preferred] = walkable;
  if (preferred === undefined) throw new Error('there is always a list of changes');
  for (const walk of walkable.length === 1 ? [] : walkable) {
    if ((await lastLookedAt(query, walk, range, LOOKED_AT)) === null) return walk;
  }
  return preferred;
}

/** The last of those that are looked at; null where these are all. */
async function lastLookedAt(query: Query, walk: Walk, range: Range, limit: number): Promise<string | null> {
  const values = new Values();
  const list = listOf(walk, range, values, limit + 1);
  const rows = await query(
    `SELECT w.id FROM (${list}) w ORDER BY w.id DESC LIMIT 2 OFFSET ${values.place(limit - 1)}`,
    values.list,
  );
  const [last, next] = rows.map(([id]) => z.string().parse(id));
  return last !== undefined && next !== undefined ? last : null;
}
