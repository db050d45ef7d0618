import { z } from 'zod';

import type { FeedPage } from '../ledger.ts';
import type { Query } from '../sql/query.ts';
import { CHANGE_COLUMNS, ENTRY_COLUMNS, toChange, toEntry } from '../sql/rows.ts';
import { FEED_BOUNDS, FEED_START } from './statements.ts';

const CHANGE_WIDTH = CHANGE_COLUMNS.split(',').length;
const MAX_SAMPLES = 1_000;

const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const place = z.tuple([z.number(), z.number(), z.number()]);
const POSITION = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/;

interface Position {
  readonly epoch: number;
  readonly position: number;
  readonly id: number;
}

/**
 * The feed in the order of positions. A transaction that began earlier may commit later: so nobody reads at or above the
 * oldest one that is still open, and a page says up to when it is complete.
 */
export class Feed {
  readonly #query: Query;
  /** When no transaction at or above `xmax` had begun yet. */
  readonly #samples: { readonly atMillis: number; readonly xmax: number }[] = [];
  #completeUntilMillis = 0;

  constructor(query: Query) {
    this.#query = query;
  }

  async events(after: string | { readonly sinceMillis: number }, limit: number): Promise<FeedPage> {
    const [epoch, nowMillis, xmin, xmax] = bounds.parse((await this.#query(FEED_BOUNDS, []))[0]);
    const completeUntilMillis = this.#complete(nowMillis, xmin, xmax);
    const from = typeof after === 'string' ? toPosition(after) : await this.#start(after.sinceMillis);
    const isGap = from?.epoch !== epoch;
    const start = isGap ? { epoch, position: 0, id: 0 } : from;
    const rows = await this.#query(
      `SELECT e.epoch, e.position, e.id, ${CHANGE_COLUMNS}, ${ENTRY_COLUMNS}
       FROM claimset.entries e JOIN claimset.changes c ON c.id = e.change_id
       WHERE e.epoch = $1 AND (e.position, e.id) > ($2::bigint, $3::bigint) AND e.position < $4
       ORDER BY e.position, e.id LIMIT $5`,
      [start.epoch, start.position, start.id, xmin, limit],
    );
    const events = rows.map((row) => ({
      position: toText(place.parse(row.slice(0, 3))),
      change: toChange(row.slice(3, 3 + CHANGE_WIDTH)),
      entry: toEntry(row.slice(3 + CHANGE_WIDTH)),
    }));
    const position = events.at(-1)?.position ?? toText([start.epoch, start.position, start.id]);
    return { events, position, isFull: events.length === limit, nowMillis, completeUntilMillis, isGap };
  }

  async #start(sinceMillis: number): Promise<Position> {
    const [epoch, position] = z
      .tuple([z.number(), z.number()])
      .parse((await this.#query(FEED_START, [sinceMillis]))[0]);
    return { epoch, position, id: 0 };
  }

  #complete(nowMillis: number, xmin: number, xmax: number): number {
    this.#samples.push({ atMillis: nowMillis, xmax });
    while (this.#samples[0] !== undefined && this.#samples[0].xmax <= xmin) {
      this.#completeUntilMillis = Math.max(this.#completeUntilMillis, this.#samples[0].atMillis);
      this.#samples.shift();
    }
    // Where one transaction stays open for very long, every other sample says nearly the same.
    if (this.#samples.length > MAX_SAMPLES) this.#samples.splice(1, MAX_SAMPLES / 2);
    return this.#completeUntilMillis;
  }
}

/** Null for what is no position of ours. */
function toPosition(text: string): Position | null {
  const [, epoch, position, id] = POSITION.exec(text) ?? [];
  return id === undefined ? null : { epoch: Number(epoch), position: Number(position), id: Number(id) };
}

function toText([epoch, position, id]: readonly [number, number, number]): string {
  return `${epoch}.${position}.${id}`;
}
