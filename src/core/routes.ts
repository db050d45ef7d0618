import * as keysAndTenants from './endpoints/keys-and-tenants.ts';
import * as metadata from './endpoints/metadata.ts';
import * as oneTimeTokens from './endpoints/one-time-tokens.ts';
import * as roles from './endpoints/roles.ts';
import * as byHandle from './endpoints/session-by-handle.ts';
import * as tokens from './endpoints/session-tokens.ts';
import * as users from './endpoints/users.ts';
import type { Endpoint } from './services.ts';

/**
 * What a tenant in the path means (CDI.md section 1). `tenant`: an unknown one is 400; `app`: the endpoint is there for the
 * public one alone, others are 403; `own`: the endpoint itself looks at it, or does not care.
 */
export type Reach = 'tenant' | 'app' | 'own';

/** An endpoint at its method and path; `open` ones ask for no API key. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly reach: Reach;
  readonly isOpen: boolean;
  readonly endpoint: Endpoint;
}

const route = (line: string, reach: Reach, endpoint: Endpoint, isOpen = false): Route => {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, reach, endpoint, isOpen };
};

/** Everything that is answered. */
export const ROUTES: readonly Route[] = [
  route('GET /', 'own', keysAndTenants.hello, true),
  route('POST /', 'own', keysAndTenants.hello, true),
  route('GET /hello', 'own', keysAndTenants.hello, true),
  route('POST /hello', 'own', keysAndTenants.hello, true),
  route('GET /apiversion', 'own', keysAndTenants.apiVersion),
  route('GET /.well-known/jwks.json', 'own', keysAndTenants.jwks, true),
  route('POST /recipe/jwt', 'app', keysAndTenants.createJwt),
  route('GET /recipe/multitenancy/tenant/v2', 'own', keysAndTenants.readTenant),
  route('GET /recipe/multitenancy/tenant/list/v2', 'app', keysAndTenants.listTenants),

  route('POST /recipe/session', 'tenant', tokens.createSession),
  route('POST /recipe/session/verify', 'own', tokens.verifySession),
  route('POST /recipe/session/refresh', 'tenant', tokens.refreshSession),
  route('POST /recipe/session/regenerate', 'own', tokens.regenerateSession),
  route('GET /recipe/session', 'own', byHandle.readSession),
  route('PUT /recipe/jwt/data', 'own', byHandle.replaceClaims),
  route('PUT /recipe/session/data', 'own', byHandle.replaceData),
  route('POST /recipe/session/remove', 'own', byHandle.removeSessions),
  route('GET /recipe/session/user', 'own', byHandle.listHandles),

  route('POST /recipe/signup', 'tenant', users.signUp),
  route('POST /recipe/signin', 'tenant', users.signIn),
  route('PUT /recipe/user', 'app', users.updateUser),
  route('GET /user/id', 'app', users.readUser),
  route('GET /users/by-accountinfo', 'tenant', users.findUsers),
  route('GET /users', 'tenant', users.listUsers),
  route('GET /users/count', 'own', users.countUsers),
  route('POST /user/remove', 'app', users.removeUser),

  route('POST /recipe/user/password/reset/token', 'tenant', oneTimeTokens.createResetToken),
  route('POST /recipe/user/password/reset/token/consume', 'tenant', oneTimeTokens.consumeResetToken),
  route('POST /recipe/user/email/verify/token', 'tenant', oneTimeTokens.createVerificationToken),
  route('POST /recipe/user/email/verify', 'tenant', oneTimeTokens.verifyEmail),
  route('GET /recipe/user/email/verify', 'app', oneTimeTokens.isEmailVerified),
  route('POST /recipe/user/email/verify/remove', 'app', oneTimeTokens.unverifyEmail),
  route('POST /recipe/user/email/verify/token/remove', 'tenant', oneTimeTokens.removeVerificationTokens),

  route('GET /recipe/user/metadata', 'app', metadata.readMetadata),
  route('PUT /recipe/user/metadata', 'app', metadata.updateMetadata),
  route('POST /recipe/user/metadata/remove', 'app', metadata.removeMetadata),

  route('PUT /recipe/role', 'app', roles.createRole),
  route('POST /recipe/role/remove', 'app', roles.removeRole),
  route('GET /recipe/roles', 'app', roles.listRoles),
  route('GET /recipe/role/permissions', 'app', roles.listPermissions),
  route('POST /recipe/role/permissions/remove', 'app', roles.removePermissions),
  route('GET /recipe/permission/roles', 'app', roles.rolesWithPermission),
  route('PUT /recipe/user/role', 'tenant', roles.assignRole),
  route('POST /recipe/user/role/remove', 'tenant', roles.unassignRole),
  route('GET /recipe/user/roles', 'tenant', roles.rolesOfUser),
  route('GET /recipe/role/users', 'tenant', roles.usersWithRole),
];
