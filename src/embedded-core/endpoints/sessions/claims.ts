import { badRequest, type HttpError } from '../../http/errors.ts';
import { type JsonObject, stringifyJson } from '../../http/json.ts';
import { protectedNameIn } from '../../tokens/access-token.ts';

/** Claims as JSON text; a protected name at the top level is 400 (docs/core-contract.md, 'Sessions'). */
export function claimsText(claims: JsonObject): string {
  const name = protectedNameIn(claims);
  if (name !== undefined) throw protectedNameFault(name);
  return stringifyJson(claims);
}

export function protectedNameFault(name: string): HttpError {
  return badRequest(`The user payload contains protected field: ${name}`);
}
