import { badRequest } from '../errors.ts';
import { optionalBoolean, requiredNumber, requiredObject, requiredString } from '../fields.ts';
import { ok, outcome, text, type Reply } from '../reply.ts';
import type { Endpoint } from '../services.ts';
import { TENANT_ID } from '../tokens/access-token.ts';

/** Versions of the Core Driver Interface that are spoken here. */
export const CDI_VERSIONS = ['5.4'];

/** `GET` and `POST /hello`, `/` (CDI.md section 1). */
export const hello: Endpoint = () => text(200, 'Hello');

/** `GET /apiversion` (CDI.md section 1). */
export const apiVersion: Endpoint = (): Reply => ({ status: 200, json: JSON.stringify({ versions: CDI_VERSIONS }) });

/** `GET /.well-known/jwks.json` (CDI.md section 4). */
export const jwks: Endpoint = async (_call, { keys }) => {
  const { keys: current, maxAgeSeconds } = await keys.jwks();
  const headers = { 'cache-control': `max-age=${maxAgeSeconds}, must-revalidate` };
  return { status: 200, json: JSON.stringify({ keys: current }), headers };
};

/** `POST /recipe/jwt` (CDI.md section 4). */
export const createJwt: Endpoint = async ({ body }, { keys, now }) => {
  const payload = requiredObject(body, 'payload');
  const validity = requiredNumber(body, 'validity');
  const algorithm = requiredString(body, 'algorithm');
  const jwksDomain = requiredString(body, 'jwksDomain');
  const isStatic = optionalBoolean(body, 'useStaticSigningKey') ?? true;
  if (algorithm !== 'RS256') return outcome('UNSUPPORTED_ALGORITHM_ERROR');
  if (validity < 1) throw badRequest('validity must be greater than or equal to 1');
  const iat = Math.floor(now() / 1000);
  const claims = { iss: jwksDomain, ...payload, iat, exp: iat + Math.floor(validity) };
  return ok({ jwt: await keys.sign(JSON.stringify(claims), isStatic, null) });
};

const TENANT = { tenantId: TENANT_ID, thirdParty: { providers: [] }, coreConfig: {} };

/** `GET /{tenant}/recipe/multitenancy/tenant/v2` (CDI.md section 5). */
export const readTenant: Endpoint = ({ tenantId }) =>
  tenantId === TENANT_ID ? ok(TENANT) : outcome('TENANT_NOT_FOUND_ERROR');

/** `GET /recipe/multitenancy/tenant/list/v2` (CDI.md section 5). */
export const listTenants: Endpoint = () => ok({ tenants: [TENANT] });
