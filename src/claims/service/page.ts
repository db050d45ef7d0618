import { badCursor, ClaimsetError } from '../errors.ts';

/** One page of a list, in the form of Relay's connections. */
export interface Page<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** An item of a page; `after` its cursor the next page begins. */
export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** Which page is wanted. */
export interface PageInput {
  readonly first: number;
  readonly after: string | null;
}

const MOST = 500;

/** @throws ClaimsetError BAD_USER_INPUT where `first` is not from 1 to 500 */
export function assertFirst({ first }: PageInput): void {
  if (first >= 1 && first <= MOST) return;
  throw new ClaimsetError('BAD_USER_INPUT', `\`first\` is ${first}: ask for 1 to ${MOST} at a time.`);
}

/** A page of these items. */
export function toPage<Node>(
  edges: readonly Edge<Node>[],
  is: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
): Page<Node> {
  const [startCursor, endCursor] = [edges.at(0)?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, pageInfo: { ...is, startCursor, endCursor } };
}

/** A position in a list as text that means nothing to clients. */
export function writeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position that a cursor stands for.
 * @throws ClaimsetError BAD_USER_INPUT where it is none that `writeCursor` has made
 */
export function readCursor<Position extends readonly unknown[]>(
  cursor: string,
  isPosition: (position: readonly unknown[]) => position is Position,
): Position {
  const position = parse(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(position) && isPosition(position)) return position;
  throw badCursor();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
