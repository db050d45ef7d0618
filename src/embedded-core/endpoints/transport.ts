import type { Core, CoreRequest } from '../context.ts';
import { badRequest } from '../http/errors.ts';
import { optionalBoolean, requiredNumber, requiredObject, requiredString } from '../http/fields.ts';
import { stringifyJson } from '../http/json.ts';
import { ok, outcome, type Reply, text } from '../http/reply.ts';
import { signJwt } from '../tokens/jwt.ts';

/** The versions of the contract that are spoken here, which for these recipes say the same (docs/core-contract.md, 'Versions'). */
export const CONTRACT_VERSIONS: readonly string[] = ['5.3', '5.4'];
const MILLIS = 1000;

/** `/`, `/hello` (docs/core-contract.md, 'Requests'). */
export function hello(): Reply {
  return text(200, 'Hello');
}

/** `GET /apiversion` (docs/core-contract.md, 'Requests'). */
export function apiVersion(): Reply {
  return { status: 200, json: JSON.stringify({ versions: CONTRACT_VERSIONS }) };
}

/** `GET /.well-known/jwks.json` (docs/core-contract.md, 'Keys'). */
export async function jwks({ keys, now }: Core): Promise<Reply> {
  const published = await keys.published(now());
  const seconds = Math.max(1, Math.floor((published.nextAt - now()) / MILLIS));
  return {
    status: 200,
    json: JSON.stringify({ keys: published.keys }),
    headers: { 'Cache-Control': `max-age=${seconds}, must-revalidate` },
  };
}

/** `POST /recipe/jwt`: what the payload says of its issuer and times wins (docs/core-contract.md, 'Keys'). */
export async function createJwt({ keys, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const payload = requiredObject(body, 'payload');
  const validitySeconds = requiredNumber(body, 'validity');
  const algorithm = requiredString(body, 'algorithm');
  const jwksDomain = requiredString(body, 'jwksDomain');
  const isStatic = optionalBoolean(body, 'useStaticSigningKey') ?? true;
  const key = await keys.signer(isStatic, now());
  const iat = Math.floor(now() / MILLIS);
  const exp = iat + Math.floor(validitySeconds);
  if (exp <= iat || !Number.isSafeInteger(exp)) throw badRequest("Field name 'validity' must be seconds, at least 1");
  if (algorithm !== 'RS256') return outcome('UNSUPPORTED_ALGORITHM_ERROR');
  return ok({ jwt: await signJwt(key, {}, stringifyJson({ iss: jwksDomain, iat, exp, ...payload })) });
}
