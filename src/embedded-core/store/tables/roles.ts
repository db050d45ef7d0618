import { asText, type Database, type Row } from '../database/database.ts';
import type { RoleOperations } from '../port.ts';

/** Roles, their permissions and who has them (docs/core-contract.md, 'Metadata and roles'). */
export function roleQueries(database: Database): RoleOperations {
  return { ...nameQueries(database), ...permissionQueries(database), ...assignmentQueries(database) };
}

type NameOperations = Pick<RoleOperations, 'createRole' | 'removeRole' | 'readRoles'>;
type PermissionOperations = Pick<RoleOperations, 'readPermissions' | 'removePermissions' | 'readRolesWithPermission'>;
type AssignmentOperations = Omit<RoleOperations, keyof NameOperations | keyof PermissionOperations>;

function nameQueries(database: Database): NameOperations {
  const insert = database.prepare('INSERT OR IGNORE INTO roles (role) VALUES (?)');
  const insertPermission = database.prepare('INSERT OR IGNORE INTO role_permissions (role, permission) VALUES (?, ?)');
  const find = database.prepare('SELECT 1 FROM roles WHERE role = ?');
  const list = database.prepare('SELECT role FROM roles ORDER BY rowid');
  const removals = ['roles', 'role_permissions', 'user_roles'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE role = ?`),
  );
  return {
    createRole: ({ role, permissions }) => {
      const isNew = insert.run(role) > 0;
      for (const permission of permissions) insertPermission.run(role, permission);
      return isNew;
    },
    removeRole: ({ role }) => {
      const didExist = find.get(role) !== undefined;
      for (const removal of removals) removal.run(role);
      return didExist;
    },
    readRoles: () => list.all().map(firstText),
  };
}

function permissionQueries(database: Database): PermissionOperations {
  const find = database.prepare('SELECT 1 FROM roles WHERE role = ?');
  const ofRole = database.prepare('SELECT permission FROM role_permissions WHERE role = ? ORDER BY rowid');
  const withPermission = database.prepare('SELECT role FROM role_permissions WHERE permission = ? ORDER BY rowid');
  const removeOne = database.prepare('DELETE FROM role_permissions WHERE role = ? AND permission = ?');
  const removeAll = database.prepare('DELETE FROM role_permissions WHERE role = ?');
  return {
    readPermissions: ({ role }) => (find.get(role) === undefined ? null : ofRole.all(role).map(firstText)),
    removePermissions: ({ role, permissions }) => {
      if (find.get(role) === undefined) return null;
      if (permissions === null) removeAll.run(role);
      for (const permission of permissions ?? []) removeOne.run(role, permission);
      return true;
    },
    readRolesWithPermission: ({ permission }) => withPermission.all(permission).map(firstText),
  };
}

function assignmentQueries(database: Database): AssignmentOperations {
  const find = database.prepare('SELECT 1 FROM roles WHERE role = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO user_roles (user_id, role) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM user_roles WHERE user_id = ? AND role = ?');
  const ofUser = database.prepare('SELECT role FROM user_roles WHERE user_id = ? ORDER BY rowid');
  const withRole = database.prepare('SELECT user_id FROM user_roles WHERE role = ? ORDER BY rowid');
  const isKnown = (role: string): boolean => find.get(role) !== undefined;
  return {
    assignRole: ({ userId, role }) => (isKnown(role) ? insert.run(userId, role) === 0 : null),
    unassignRole: ({ userId, role }) => (isKnown(role) ? remove.run(userId, role) > 0 : null),
    readRolesOfUser: ({ userId }) => ofUser.all(userId).map(firstText),
    readUsersWithRole: ({ role }) => (isKnown(role) ? withRole.all(role).map(firstText) : null),
  };
}

function firstText(row: Row): string {
  return asText(row[0]);
}
