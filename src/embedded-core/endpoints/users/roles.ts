import type { Core, CoreRequest } from '../../context.ts';
import { optionalStrings, requiredQuery, requiredString, trimmedName } from '../../http/fields.ts';
import type { JsonObject } from '../../http/json.ts';
import { ok, outcome, type Reply } from '../../http/reply.ts';

/** `PUT /recipe/role` (docs/core-contract.md, 'Metadata and roles'). */
export async function putRole({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const permissions = permissionsIn(body) ?? [];
  return ok({ createdNewRole: await store.call('createRole', { role: roleIn(body), permissions }) });
}

/** `POST /recipe/role/remove`: from everybody (docs/core-contract.md, 'Metadata and roles'). */
export async function removeRole({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  return ok({ didRoleExist: await store.call('removeRole', { role: roleIn(body) }) });
}

/** `GET /recipe/roles` (docs/core-contract.md, 'Metadata and roles'). */
export async function listRoles({ store }: Core): Promise<Reply> {
  return ok({ roles: await store.call('readRoles', null) });
}

/** `GET /recipe/role/permissions` (docs/core-contract.md, 'Metadata and roles'). */
export async function listPermissions({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const permissions = await store.call('readPermissions', { role: nameIn(query, 'role') });
  return permissions === null ? unknownRole() : ok({ permissions });
}

/** `POST /recipe/role/permissions/remove`: all of them by default (docs/core-contract.md, 'Metadata and roles'). */
export async function removePermissions({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const permissions = permissionsIn(body) ?? null;
  const isRemoved = await store.call('removePermissions', { role: roleIn(body), permissions });
  return isRemoved === null ? unknownRole() : ok();
}

/** `GET /recipe/permission/roles` (docs/core-contract.md, 'Metadata and roles'). */
export async function listRolesWithPermission({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  return ok({ roles: await store.call('readRolesWithPermission', { permission: nameIn(query, 'permission') }) });
}

/** `PUT /{t}/recipe/user/role` (docs/core-contract.md, 'Metadata and roles'). */
export async function assignRole({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const had = await store.call('assignRole', { userId: requiredString(body, 'userId'), role: roleIn(body) });
  return had === null ? unknownRole() : ok({ didUserAlreadyHaveRole: had });
}

/** `POST /{t}/recipe/user/role/remove` (docs/core-contract.md, 'Metadata and roles'). */
export async function unassignRole({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const had = await store.call('unassignRole', { userId: requiredString(body, 'userId'), role: roleIn(body) });
  return had === null ? unknownRole() : ok({ didUserHaveRole: had });
}

/** `GET /{t}/recipe/user/roles` (docs/core-contract.md, 'Metadata and roles'). */
export async function listRolesOfUser({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  return ok({ roles: await store.call('readRolesOfUser', { userId: requiredQuery(query, 'userId') }) });
}

/** `GET /{t}/recipe/role/users` (docs/core-contract.md, 'Metadata and roles'). */
export async function listUsersWithRole({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const users = await store.call('readUsersWithRole', { role: nameIn(query, 'role') });
  return users === null ? unknownRole() : ok({ users });
}

function roleIn(body: JsonObject): string {
  return trimmedName(requiredString(body, 'role'), 'role');
}

function permissionsIn(body: JsonObject): readonly string[] | undefined {
  return optionalStrings(body, 'permissions')?.map((permission) => trimmedName(permission, 'permissions'));
}

function nameIn(query: URLSearchParams, name: string): string {
  return trimmedName(requiredQuery(query, name), name);
}

function unknownRole(): Reply {
  return outcome('UNKNOWN_ROLE_ERROR');
}
