import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { FeedPage } from '../ledger.ts';
import { CHANGE_COLUMNS, ENTRY_COLUMNS, toChange, toEntry } from '../sql/rows.ts';
import type { Database } from './database.ts';
import { BEGIN_EPOCH, BEGIN_INCARNATION, FEED_BOUNDS, FEED_START } from './feed-statements.ts';

const CHANGE_WIDTH = CHANGE_COLUMNS.split(',').length;
const MAX_SAMPLES = 1_000;

const bounds = z
  .tuple([z.string().nullable(), z.number(), z.number(), z.number(), z.number(), z.boolean()])
  .transform(([name, epoch, nowMillis, xmin, xmax, isBehind]) => ({ name, epoch, nowMillis, xmin, xmax, isBehind }));
const place = z
  .tuple([z.number(), z.number(), z.number()])
  .transform(([epoch, position, id]) => ({ epoch, position, id }));
const POSITION = /^([0-9a-f]{12})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/;

/** What the database says before a page is read. */
type Bounds = z.infer<typeof bounds> & { readonly name: string };

type Place = z.infer<typeof place>;

/** A place, and the incarnation of the database in which it was told. */
interface Position extends Place {
  readonly name: string;
}

/** What was seen of one incarnation. */
interface Seen {
  readonly name: string;
  readonly xmax: number;
  /** When no transaction at or above `xmax` had begun yet. */
  readonly samples: { readonly atMillis: number; readonly xmax: number }[];
  readonly completeUntilMillis: number;
}

/**
 * The feed in the order of positions. A transaction that began earlier may commit later: so nobody reads at or above the
 * oldest one that is still open, and a page says up to when it is complete. Positions are good for one incarnation of the
 * database: where the numbers of its transactions may have gone back, readers of others cannot know what they have missed.
 */
export class Feed {
  readonly #database: Pick<Database, 'query' | 'transaction'>;
  #seen: Seen = nothingSeen('');

  constructor(database: Pick<Database, 'query' | 'transaction'>) {
    this.#database = database;
  }

  async events(after: string | { readonly sinceMillis: number }, limit: number): Promise<FeedPage> {
    const now = await this.#bounds();
    const { name, epoch, nowMillis, xmin } = now;
    const completeUntilMillis = this.#see(now);
    const from = typeof after === 'string' ? toPosition(after) : await this.#start(after.sinceMillis, name);
    const isGap = from === null || isGone(from, now);
    const start = isGap ? { epoch, position: 0, id: 0 } : from;
    // Numbers of entries begin at 1. Of older epochs everything is complete.
    const rows = await this.#database.query(
      `SELECT e.epoch, e.position, e.id, ${CHANGE_COLUMNS}, ${ENTRY_COLUMNS}
       FROM claimset.entries e JOIN claimset.changes c ON c.id = e.change_id
       WHERE e.position IS NOT NULL AND (e.epoch, e.position, e.id) > ($1, $2::bigint, $3::bigint)
         AND (e.epoch, e.position, e.id) < ($4, $5::bigint, 1)
       ORDER BY e.epoch, e.position, e.id LIMIT $6`,
      [start.epoch, start.position, start.id, epoch, xmin, limit],
    );
    const events = rows.map((row) => ({
      position: toText(name, place.parse(row.slice(0, 3))),
      change: toChange(row.slice(3, 3 + CHANGE_WIDTH)),
      entry: toEntry(row.slice(3 + CHANGE_WIDTH)),
    }));
    const position = events.at(-1)?.position ?? toText(name, start);
    return { events, position, isFull: events.length === limit, nowMillis, completeUntilMillis, isGap };
  }

  /** Begins a new incarnation where the last one is over: so readers are told of a gap, whichever process they ask. */
  async #bounds(): Promise<Bounds> {
    for (;;) {
      // Before the question: answers may come in another order.
      const seen = this.#seen;
      const { name, ...found } = bounds.parse((await this.#database.query(FEED_BOUNDS, []))[0]);
      const isBack = name === seen.name && found.xmax < seen.xmax;
      if (name !== null && !found.isBehind && !isBack) return { name, ...found };
      const begin = found.isBehind ? BEGIN_EPOCH : BEGIN_INCARNATION;
      await this.#database.transaction(begin, [name, randomBytes(6).toString('hex')]);
    }
  }

  async #start(sinceMillis: number, name: string): Promise<Position> {
    const [row = []] = await this.#database.query(FEED_START, [sinceMillis]);
    return { name, ...place.parse([...row, 0]) };
  }

  /** Answers up to when the feed is complete. */
  #see({ name, nowMillis, xmin, xmax }: Bounds): number {
    const seen = this.#seen.name === name ? this.#seen : nothingSeen(name);
    const { samples } = seen;
    let { completeUntilMillis } = seen;
    samples.push({ atMillis: nowMillis, xmax });
    while (samples[0] !== undefined && samples[0].xmax <= xmin) {
      completeUntilMillis = Math.max(completeUntilMillis, samples[0].atMillis);
      samples.shift();
    }
    // Where one transaction stays open for very long, every other sample says nearly the same.
    if (samples.length > MAX_SAMPLES) samples.splice(1, MAX_SAMPLES / 2);
    this.#seen = { name, xmax: Math.max(seen.xmax, xmax), samples, completeUntilMillis };
    return completeUntilMillis;
  }
}

function nothingSeen(name: string): Seen {
  return { name, xmax: 0, samples: [], completeUntilMillis: 0 };
}

/** Of another incarnation, or beyond what the database has given: it was given before the database was restored. */
function isGone(from: Position, { name, epoch, xmax }: Bounds): boolean {
  if (from.name !== name || from.epoch > epoch) return true;
  return from.epoch === epoch && (from.position > xmax || (from.position === xmax && from.id > 0));
}

/** Null for what is no position of ours. */
function toPosition(text: string): Position | null {
  const [, name, epoch, position, id] = POSITION.exec(text) ?? [];
  if (name === undefined) return null;
  return { name, epoch: Number(epoch), position: Number(position), id: Number(id) };
}

function toText(name: string, { epoch, position, id }: Place): string {
  return `${name}.${epoch}.${position}.${id}`;
}
