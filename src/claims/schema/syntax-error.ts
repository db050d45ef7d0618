import { type GraphQLError, type Source } from 'graphql';

import { CLAIMS_TYPE, PATCH_TYPES } from './file.ts';

/** A field whose name has characters that no name of GraphQL has: `x-hasura-role: String`, `"a b": Int`. */
const MISNAMED_FIELD = /^\s*["']?(\w[\w.:/ -]*[.:/ -][\w./-]*|\d\w*)["']?\s*:/;
const BEGIN_OF_TYPE = /^\s*(?:type|input)\s+(\w+)/;

/** What is wrong where GraphQL's parser stopped, and what to write instead. */
export function syntaxFault(error: GraphQLError, { body }: Source): string {
  const lines = body.split(/\r\n|\n|\r/).slice(0, error.locations?.[0]?.line ?? 1);
  const name = MISNAMED_FIELD.exec(lines.at(-1) ?? '')?.[1];
  if (name === undefined) return `${error.message.replace(/\.$/, '')}: write SDL, as in schema/claims.graphql.`;
  const type = lines.findLast((line) => BEGIN_OF_TYPE.test(line));
  const owner = BEGIN_OF_TYPE.exec(type ?? '')?.[1] ?? '';
  return `\`${name}\` cannot be the name of a field in GraphQL: ${adviceFor(owner, name)}`;
}

function adviceFor(owner: string, name: string): string {
  if (owner === CLAIMS_TYPE) return `write another one, with @claim(key: "${name}") for that key in the token.`;
  if (Object.values(PATCH_TYPES).includes(owner)) return 'write the name that the claim has in `Claims`.';
  return jsonObjectAdvice(owner);
}

/** What to do about a member of an object that a field of GraphQL cannot be named after. */
export function jsonObjectAdvice(owner: string): string {
  return `where the claim has such a member, write JSONObject as its type in place of \`${owner}\`.`;
}
