import type { Core, CoreRequest } from '../../context.ts';
import { badRequest } from '../../http/errors.ts';
import {
  optionalBoolean,
  optionalQuery,
  optionalString,
  optionalStrings,
  requiredObject,
  requiredObjectText,
  requiredQuery,
  requiredString,
} from '../../http/fields.ts';
import { ok, rawJson, type Reply } from '../../http/reply.ts';
import { TENANT } from '../../tokens/access-token.ts';
import { requireAppWide, requireKnownTenant, requireTenantOfHandle } from '../tenants.ts';
import { claimsText } from './claims.ts';
import { unauthorised } from './session-reply.ts';

/** `GET /recipe/session` (docs/core-contract.md, 'Sessions'). */
export async function getSession({ store, now }: Core, { query }: CoreRequest): Promise<Reply> {
  const handle = requiredQuery(query, 'sessionHandle');
  requireTenantOfHandle(handle);
  const session = await store.call('readSession', { handle, now: now() });
  if (session === null) return unauthorised();
  const { userId, claims, data, createdAt, expiresAt } = session;
  const names = JSON.stringify({
    status: 'OK',
    sessionHandle: handle,
    userId,
    recipeUserId: userId,
    tenantId: TENANT,
    timeCreated: createdAt,
    expiry: expiresAt,
  });
  return rawJson(`${names.slice(0, -1)},"userDataInJWT":${claims},"userDataInDatabase":${data}}`);
}

/** `PUT /recipe/jwt/data`: replaces the payload; tokens in circulation stay as they are (docs/core-contract.md, 'Sessions'). */
export async function putClaims({ store, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const handle = requiredString(body, 'sessionHandle');
  const claims = claimsText(requiredObject(body, 'userDataInJWT'));
  requireTenantOfHandle(handle);
  const session = await store.call('replaceClaims', { handle, now: now(), claims });
  return session === null ? unauthorised() : ok();
}

/** `PUT /recipe/session/data` (docs/core-contract.md, 'Sessions'). */
export async function putSessionData({ store, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const handle = requiredString(body, 'sessionHandle');
  const data = requiredObjectText(body, 'userDataInDatabase');
  requireTenantOfHandle(handle);
  return (await store.call('replaceData', { handle, now: now(), data })) ? ok() : unauthorised();
}

/** `POST /recipe/session/remove`: by handles or of a user (docs/core-contract.md, 'Sessions'). */
export async function removeSessions({ store, now }: Core, { body, tenant }: CoreRequest): Promise<Reply> {
  const userId = optionalString(body, 'userId');
  const handles = optionalStrings(body, 'sessionHandles');
  const isAcrossAllTenants = optionalBoolean(body, 'revokeAcrossAllTenants');
  const isForLinkedAccounts = optionalBoolean(body, 'revokeSessionsForLinkedAccounts');
  if (userId !== undefined && handles === undefined) {
    if (isAcrossAllTenants ?? true) requireAppWide(tenant);
    else requireKnownTenant(tenant);
    return ok({ sessionHandlesRevoked: await store.call('removeSessionsOfUser', { userId, now: now() }) });
  }
  if (handles === undefined || userId !== undefined) {
    throw badRequest("Invalid JSON input: use one of 'userId' and 'sessionHandles'");
  }
  if (isAcrossAllTenants !== undefined || isForLinkedAccounts !== undefined) {
    throw badRequest("'revokeAcrossAllTenants' and 'revokeSessionsForLinkedAccounts' go with 'userId' alone");
  }
  handles.forEach(requireTenantOfHandle);
  return ok({ sessionHandlesRevoked: await store.call('removeSessions', { handles, now: now() }) });
}

/** `GET /recipe/session/user` (docs/core-contract.md, 'Sessions'). */
export async function listSessions({ store, now }: Core, { query, tenant }: CoreRequest): Promise<Reply> {
  const userId = requiredQuery(query, 'userId');
  if (optionalQuery(query, 'fetchAcrossAllTenants')?.toLowerCase() === 'false') requireKnownTenant(tenant);
  else requireAppWide(tenant);
  return ok({ sessionHandles: await store.call('readHandles', { userId, now: now() }) });
}
