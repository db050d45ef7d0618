import type { Endpoint } from './context.ts';
import * as multitenancy from './endpoints/multitenancy.ts';
import * as sessions from './endpoints/sessions/by-handle.ts';
import { createSession, refreshSession } from './endpoints/sessions/create-and-refresh.ts';
import { regenerateSession, verifySession } from './endpoints/sessions/verify-and-regenerate.ts';
import * as transport from './endpoints/transport.ts';
import * as emailPassword from './endpoints/users/email-password.ts';
import * as emails from './endpoints/users/email-verification.ts';
import * as metadata from './endpoints/users/metadata.ts';
import * as roles from './endpoints/users/roles.ts';
import * as users from './endpoints/users/users.ts';

/**
 * What a path's unknown tenant means (docs/core-contract.md, 'Requests'): 400 for `tenant`, 403 for `app`; `any` ignores it or
 * asks its parameters. `open`: `any`, without an API key or a body.
 */
export type Scope = 'tenant' | 'app' | 'any' | 'open';

export type Route = readonly [method: 'GET' | 'POST' | 'PUT', path: string, scope: Scope, endpoint: Endpoint];

/** Every endpoint; a path may begin with a tenant. */
export const routes: readonly Route[] = [
  ['GET', '/', 'open', transport.hello],
  ['POST', '/', 'open', transport.hello],
  ['GET', '/hello', 'open', transport.hello],
  ['POST', '/hello', 'open', transport.hello],
  ['GET', '/.well-known/jwks.json', 'open', transport.jwks],
  ['GET', '/apiversion', 'any', transport.apiVersion],
  ['POST', '/recipe/jwt', 'app', transport.createJwt],

  ['POST', '/recipe/session', 'tenant', createSession],
  ['POST', '/recipe/session/verify', 'any', verifySession],
  ['POST', '/recipe/session/refresh', 'tenant', refreshSession],
  ['POST', '/recipe/session/regenerate', 'any', regenerateSession],
  ['GET', '/recipe/session', 'any', sessions.getSession],
  ['PUT', '/recipe/jwt/data', 'any', sessions.putClaims],
  ['PUT', '/recipe/session/data', 'any', sessions.putSessionData],
  ['POST', '/recipe/session/remove', 'any', sessions.removeSessions],
  ['GET', '/recipe/session/user', 'any', sessions.listSessions],

  ['POST', '/recipe/signup', 'tenant', emailPassword.signUp],
  ['POST', '/recipe/signin', 'tenant', emailPassword.signIn],
  ['PUT', '/recipe/user', 'app', emailPassword.updateUser],
  ['POST', '/recipe/user/password/reset/token', 'tenant', emailPassword.createResetToken],
  ['POST', '/recipe/user/password/reset/token/consume', 'tenant', emailPassword.consumeResetToken],
  ['POST', '/recipe/user/email/verify/token', 'tenant', emails.createVerificationToken],
  ['POST', '/recipe/user/email/verify', 'tenant', emails.verifyEmail],
  ['GET', '/recipe/user/email/verify', 'app', emails.isEmailVerified],
  ['POST', '/recipe/user/email/verify/remove', 'app', emails.unverifyEmail],
  ['POST', '/recipe/user/email/verify/token/remove', 'tenant', emails.removeVerificationTokens],

  ['GET', '/user/id', 'app', users.getUser],
  ['POST', '/user/remove', 'app', users.removeUser],
  ['GET', '/users', 'tenant', users.listUsers],
  ['GET', '/users/by-accountinfo', 'tenant', users.findUsers],
  ['GET', '/users/count', 'any', users.countUsers],
  ['GET', '/recipe/multitenancy/tenant/v2', 'any', multitenancy.getTenant],
  ['GET', '/recipe/multitenancy/tenant/list/v2', 'tenant', multitenancy.listTenants],

  ['GET', '/recipe/user/metadata', 'app', metadata.getMetadata],
  ['PUT', '/recipe/user/metadata', 'app', metadata.putMetadata],
  ['POST', '/recipe/user/metadata/remove', 'app', metadata.removeMetadata],

  ['PUT', '/recipe/role', 'app', roles.putRole],
  ['POST', '/recipe/role/remove', 'app', roles.removeRole],
  ['GET', '/recipe/roles', 'app', roles.listRoles],
  ['GET', '/recipe/role/permissions', 'app', roles.listPermissions],
  ['POST', '/recipe/role/permissions/remove', 'app', roles.removePermissions],
  ['GET', '/recipe/permission/roles', 'app', roles.listRolesWithPermission],
  ['PUT', '/recipe/user/role', 'tenant', roles.assignRole],
  ['POST', '/recipe/user/role/remove', 'tenant', roles.unassignRole],
  ['GET', '/recipe/user/roles', 'tenant', roles.listRolesOfUser],
  ['GET', '/recipe/role/users', 'tenant', roles.listUsersWithRole],
];
