import { createHash } from 'node:crypto';

import { canonicalJson } from '../canonical.ts';
import { badCursor } from '../errors.ts';
import { assertFirst, type Edge, type Page, type PageInput, readCursor, toPage, writeCursor } from '../service/page.ts';
import type { JsonObject } from '../types.ts';
import type { Page as LedgerPage } from './history.ts';

/** A list of which not everything may be seen. */
interface List<Item, Position extends string | number, Node> {
  /** What is listed: a cursor of another list is refused. */
  readonly name: JsonObject;
  readonly isPosition: (position: unknown) => position is Position;
  readonly read: (page: { readonly first: number; readonly after?: Position }) => Promise<LedgerPage<Item, Position>>;
  readonly positionOf: (item: Item) => Position;
  /** Null where it may not be seen. */
  readonly show: (item: Item) => Promise<Node | null>;
}

/** How often more is read for one page where much of what is found may not be seen. */
const MOST_READS = 10;
const TAG_LENGTH = 11;

/** A page of a list; where much of it may not be seen, it has fewer than asked for, and the next one goes on. */
export async function pageOf<Item, Position extends string | number, Node>(
  list: List<Item, Position, Node>,
  input: PageInput,
): Promise<Page<Node>> {
  assertFirst(input);
  const tag = createHash('sha256').update(canonicalJson(list.name)).digest('base64url').slice(0, TAG_LENGTH);
  let last = input.after === null ? undefined : positionIn(input.after, tag, list.isPosition);
  let hasNextPage = true;
  const edges: Edge<Node>[] = [];
  for (let reads = 0; hasNextPage && edges.length < input.first && reads < MOST_READS; reads += 1) {
    const page = await list.read({ first: input.first, ...(last === undefined ? {} : { after: last }) });
    hasNextPage = page.hasNextPage;
    for (const item of page.items) {
      if (edges.length === input.first) {
        hasNextPage = true;
        break;
      }
      last = list.positionOf(item);
      const node = await list.show(item);
      if (node !== null) edges.push({ cursor: writeCursor([tag, last]), node });
    }
    if (page.cutAfter === undefined || edges.length === input.first) continue;
    // What else fits may be far back: the next page looks there.
    last = page.cutAfter;
    break;
  }
  const { pageInfo } = toPage(edges, { hasNextPage, hasPreviousPage: input.after !== null });
  return { edges, pageInfo: { ...pageInfo, endCursor: last === undefined ? null : writeCursor([tag, last]) } };
}

function positionIn<Position>(
  cursor: string,
  tag: string,
  isPosition: (position: unknown) => position is Position,
): Position {
  const [found, position] = readCursor(cursor, isPair);
  if (found === tag && isPosition(position)) return position;
  throw badCursor();
}

function isPair(position: readonly unknown[]): position is readonly [unknown, unknown] {
  return position.length === 2;
}
