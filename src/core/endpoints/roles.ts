import { optionalStrings, requiredQuery, requiredString, trimmedName } from '../fields.ts';
import type { JsonObject } from '../json.ts';
import { ok, outcome } from '../reply.ts';
import type { Endpoint } from '../services.ts';

/** `PUT /recipe/role` (CDI.md section 6): creates the role, adds the permissions. */
export const createRole: Endpoint = async ({ body }, { store }) => {
  const role = roleIn(body);
  const createdNewRole = await store.call('createRole', { role, permissions: permissionsIn(body) ?? [] });
  return ok({ createdNewRole });
};

/** `POST /recipe/role/remove`: from everybody. */
export const removeRole: Endpoint = async ({ body }, { store }) =>
  ok({ didRoleExist: await store.call('removeRole', { role: roleIn(body) }) });

/** `GET /recipe/roles` */
export const listRoles: Endpoint = async (_call, { store }) => ok({ roles: await store.call('readRoles', {}) });

/** `GET /recipe/role/permissions` */
export const listPermissions: Endpoint = async ({ query }, { store }) => {
  const permissions = await store.call('readPermissions', { role: nameIn(query, 'role') });
  return permissions === null ? unknownRole() : ok({ permissions });
};

/** `POST /recipe/role/permissions/remove`: all where none are named. */
export const removePermissions: Endpoint = async ({ body }, { store }) => {
  const removal = { role: roleIn(body), permissions: permissionsIn(body) ?? null };
  return (await store.call('removePermissions', removal)) === null ? unknownRole() : ok();
};

/** `GET /recipe/permission/roles` */
export const rolesWithPermission: Endpoint = async ({ query }, { store }) =>
  ok({ roles: await store.call('readRolesWithPermission', { permission: nameIn(query, 'permission') }) });

/** `PUT /{tenant}/recipe/user/role` */
export const assignRole: Endpoint = async ({ body }, { store }) => {
  const assignment = { userId: requiredString(body, 'userId'), role: roleIn(body) };
  const didUserAlreadyHaveRole = await store.call('assignRole', assignment);
  return didUserAlreadyHaveRole === null ? unknownRole() : ok({ didUserAlreadyHaveRole });
};

/** `POST /{tenant}/recipe/user/role/remove` */
export const unassignRole: Endpoint = async ({ body }, { store }) => {
  const assignment = { userId: requiredString(body, 'userId'), role: roleIn(body) };
  const didUserHaveRole = await store.call('unassignRole', assignment);
  return didUserHaveRole === null ? unknownRole() : ok({ didUserHaveRole });
};

/** `GET /{tenant}/recipe/user/roles` */
export const rolesOfUser: Endpoint = async ({ query }, { store }) =>
  ok({ roles: await store.call('readRolesOfUser', { userId: requiredQuery(query, 'userId') }) });

/** `GET /{tenant}/recipe/role/users` */
export const usersWithRole: Endpoint = async ({ query }, { store }) => {
  const users = await store.call('readUsersWithRole', { role: nameIn(query, 'role') });
  return users === null ? unknownRole() : ok({ users });
};

function roleIn(body: JsonObject): string {
  return trimmedName(requiredString(body, 'role'), 'role');
}

function nameIn(query: URLSearchParams, name: string): string {
  return trimmedName(requiredQuery(query, name), name);
}

function permissionsIn(body: JsonObject): string[] | undefined {
  return optionalStrings(body, 'permissions')?.map((permission) => trimmedName(permission, 'permissions'));
}

function unknownRole() {
  return outcome('UNKNOWN_ROLE_ERROR');
}
