import { badRequest, HttpError } from '../errors.ts';
import {
  optionalBoolean,
  optionalQuery,
  optionalString,
  optionalStrings,
  requiredObject,
  requiredObjectText,
  requiredQuery,
  requiredString,
} from '../fields.ts';
import { stringifyJson } from '../json.ts';
import { ok, rawJson } from '../reply.ts';
import type { Endpoint } from '../services.ts';
import { protectedNameIn, TENANT_ID } from '../tokens/access-token.ts';
import { unauthorised } from './session-answer.ts';

/** `GET /recipe/session` (CDI.md section 3). */
export const readSession: Endpoint = async ({ query }, { store, now }) => {
  const handle = ofKnownTenant(requiredQuery(query, 'sessionHandle'));
  const session = await store.call('readSession', { handle, now: now() });
  if (session === null) return unauthorised();
  const { userId, createdAt, expiresAt, claims, data } = session;
  const own = JSON.stringify({
    status: 'OK',
    sessionHandle: handle,
    userId,
    recipeUserId: userId,
    tenantId: TENANT_ID,
    timeCreated: createdAt,
    expiry: expiresAt,
  });
  return rawJson(`${own.slice(0, -1)},"userDataInJWT":${claims},"userDataInDatabase":${data}}`);
};

/** `PUT /recipe/jwt/data` (CDI.md section 3). */
export const replaceClaims: Endpoint = async ({ body }, { store, now }) => {
  const handle = ofKnownTenant(requiredString(body, 'sessionHandle'));
  const claims = requiredObject(body, 'userDataInJWT');
  const name = protectedNameIn(claims);
  if (name !== undefined) throw badRequest(`The name ${name} is protected`);
  const session = await store.call('replaceClaims', { handle, now: now(), claims: stringifyJson(claims) });
  return session === null ? unauthorised() : ok();
};

/** `PUT /recipe/session/data` (CDI.md section 3). */
export const replaceData: Endpoint = async ({ body }, { store, now }) => {
  const handle = ofKnownTenant(requiredString(body, 'sessionHandle'));
  const data = requiredObjectText(body, 'userDataInDatabase');
  return (await store.call('replaceData', { handle, now: now(), data })) ? ok() : unauthorised();
};

/** `POST /recipe/session/remove` (CDI.md section 3). */
export const removeSessions: Endpoint = async ({ body, tenantId }, { store, now }) => {
  const handles = optionalStrings(body, 'sessionHandles');
  const userId = optionalString(body, 'userId');
  const everywhere = optionalBoolean(body, 'revokeAcrossAllTenants');
  const linked = optionalBoolean(body, 'revokeSessionsForLinkedAccounts');
  if ((handles === undefined) === (userId === undefined)) {
    throw badRequest('Either sessionHandles or userId must be given');
  }
  if (handles !== undefined) {
    if (everywhere !== undefined || linked !== undefined) throw badRequest('These switches go with userId alone');
    const removed = await store.call('removeSessions', { handles: handles.map(ofKnownTenant), now: now() });
    return ok({ sessionHandlesRevoked: removed });
  }
  assertReach(tenantId, everywhere ?? true);
  const removed = await store.call('removeSessionsOfUser', { userId: userId ?? '', now: now() });
  return ok({ sessionHandlesRevoked: removed });
};

/** `GET /recipe/session/user` (CDI.md section 3). */
export const listHandles: Endpoint = async ({ query, tenantId }, { store, now }) => {
  const userId = requiredQuery(query, 'userId');
  assertReach(tenantId, optionalFlag(query, 'fetchAcrossAllTenants') ?? true);
  optionalFlag(query, 'fetchSessionsForAllLinkedAccounts');
  return ok({ sessionHandles: await store.call('readHandles', { userId, now: now() }) });
};

/** A query parameter that is `true` or `false`; anything else counts as false, as for the real core. */
export function optionalFlag(query: URLSearchParams, name: string): boolean | undefined {
  const value = optionalQuery(query, name);
  return value === undefined ? undefined : value.toLowerCase() === 'true';
}

/** Across all tenants it is an app-wide endpoint, which no other tenant has (CDI.md section 1). */
export function assertReach(tenantId: string, isAcrossTenants: boolean): void {
  if (tenantId === TENANT_ID) return;
  if (isAcrossTenants) throw new HttpError(403, 'Only the public tenant can reach all tenants');
  throw badRequest('Tenant not found');
}

/** The tenant of a handle is what follows its `_` (CDI.md section 1). */
function ofKnownTenant(handle: string): string {
  const at = handle.lastIndexOf('_');
  if (at !== -1 && handle.slice(at + 1) !== TENANT_ID) throw badRequest('Tenant not found');
  return handle;
}
