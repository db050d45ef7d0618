import { authorise } from '../access/authorise.ts';
import { badCursor } from '../errors.ts';
import type { Permissions, Requester, UserDirectory, UserRecord } from '../ports.ts';
import type { UserView } from '../types.ts';
import { assertFirst, type Edge, type Page, type PageInput, readCursor, toPage, writeCursor } from './page.ts';

/** Which users are listed. */
export interface UsersInput extends PageInput {
  readonly emailPrefix: string | null;
}

/** What listing users needs of the world. */
export interface UsersDeps {
  readonly users: UserDirectory;
  readonly permissions: Permissions;
}

/** How far a list has come: a tenant, the core's own page token in it (null: its first page), and how many of that page. */
type Position = readonly [tenantId: string, token: string | null, skipped: number];

/**
 * Users within the caller's reach, tenant by tenant; who belongs to several is listed once.
 * @throws ClaimsetError BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function users(requester: Requester, input: UsersInput, deps: UsersDeps): Promise<Page<UserView>> {
  const reach = (await authorise(requester, deps.permissions, 'claims:read')).tenantIds;
  assertFirst(input);
  const tenantIds = (reach ?? (await deps.users.tenantIds())).toSorted();
  const start = input.after === null ? null : readCursor(input.after, isPosition);
  if (start !== null && !tenantIds.includes(start[0])) throw badCursor();
  const found: Edge<UserView>[] = [];
  // One more than is asked for tells whether a page follows.
  for await (const { cursor, record } of walk(start, tenantIds, input, deps)) {
    const { id, emails, tenantIds: memberOf } = record;
    found.push({ cursor, node: { id, emails, memberOf, tenantIds: reach } });
    if (found.length > input.first) break;
  }
  const has = { hasNextPage: found.length > input.first, hasPreviousPage: input.after !== null };
  return toPage(found.slice(0, input.first), has);
}

async function* walk(
  start: Position | null,
  tenantIds: readonly string[],
  input: UsersInput,
  { users }: UsersDeps,
): AsyncGenerator<{ readonly cursor: string; readonly record: UserRecord }> {
  let position = start ?? firstPage(tenantIds[0]);
  while (position !== null) {
    const [tenantId, token, skipped] = position;
    const query = { tenantId, token, atLeast: skipped + input.first + 1, emailPrefix: input.emailPrefix };
    const page = await users.page(query);
    const following = page.next === null ? firstPage(tenantIds[tenantIds.indexOf(tenantId) + 1]) : null;
    const next: Position | null = page.next === null ? following : [tenantId, page.next, 0];
    for (const [index, record] of page.users.entries()) {
      if (index < skipped || !isFirstSeenIn(tenantId, record, tenantIds)) continue;
      const isLast = index === page.users.length - 1 && next !== null;
      yield { cursor: writeCursor(isLast ? next : [tenantId, token, index + 1]), record };
    }
    position = next;
  }
}

function firstPage(tenantId: string | undefined): Position | null {
  return tenantId === undefined ? null : [tenantId, null, 0];
}

function isFirstSeenIn(tenantId: string, record: UserRecord, tenantIds: readonly string[]): boolean {
  return tenantIds.find((id) => record.tenantIds.includes(id)) === tenantId;
}

function isPosition(position: readonly unknown[]): position is Position {
  const [tenantId, token, skipped, ...others] = position;
  const isNamed = typeof tenantId === 'string' && (token === null || typeof token === 'string');
  return isNamed && Number.isSafeInteger(skipped) && Number(skipped) >= 0 && others.length === 0;
}
