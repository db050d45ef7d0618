import { type GraphQLSchema, isObjectType } from 'graphql';

import { claimsAsJsonSchema } from '../claims/payload-types/json-schema.ts';
import { claimsAsTypeScript } from '../claims/payload-types/typescript.ts';
import { type Environment, parseConfig } from '../config/config.ts';
import { loadClaims } from '../config/load-claims.ts';
import { expectNoArguments } from './arguments.ts';

/** Prints a TypeScript type of the claims in an access token, for `createGuard<Claims>` and other readers of tokens. */
export function types(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const { policy, schema } = loadClaims(parseConfig(env).claimsSchema);
  process.stdout.write(claimsAsTypeScript(policy.claims, descriptionsIn(schema)));
  return Promise.resolve();
}

/** Prints a JSON Schema of the claims in an access token, for other languages. */
export function jsonSchema(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const { policy, schema } = loadClaims(parseConfig(env).claimsSchema);
  process.stdout.write(`${JSON.stringify(claimsAsJsonSchema(policy.claims, descriptionsIn(schema)), null, 2)}\n`);
  return Promise.resolve();
}

/** What the owner says of each claim, by the field's name. */
function descriptionsIn(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const claims = schema.getType('Claims');
  const fields = isObjectType(claims) ? Object.values(claims.getFields()) : [];
  return new Map(fields.map(({ name, description }) => [name, description ?? '']));
}
