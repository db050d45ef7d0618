import { printSchema } from 'graphql';

import { type Environment, parseConfig } from '../config/config.ts';
import { loadClaims } from '../config/load-claims.ts';
import { expectNoArguments } from './arguments.ts';

/** Prints the contract with the owner's claims, as clients see it. */
export function schema(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const claims = loadClaims(parseConfig(env).claimsSchema);
  process.stdout.write(`${printSchema(claims.schema)}\n`);
  return Promise.resolve();
}
