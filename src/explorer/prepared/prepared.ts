import { type GraphQLSchema, Kind, parse } from 'graphql';

import conflict from './conflict.graphql?raw';
import dryRun from './dry-run.graphql?raw';
import { fitExample } from './fit-example.ts';
import mySession from './my-session.graphql?raw';
import type { Prepared } from './types.ts';
import updateMyClaims from './update-my-claims.graphql?raw';
import updateUserClaims from './update-user-claims.graphql?raw';

/** The prepared operations, made to fit the claims of this server. */
export function preparedFor(schema: GraphQLSchema): Prepared[] {
  return [mySession, updateMyClaims, updateUserClaims, dryRun, conflict].map((example) => {
    const text = fitExample(example, schema);
    return { name: nameOf(text), text };
  });
}

function nameOf(text: string): string {
  const names = parse(text).definitions.map((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? one.name?.value : undefined,
  );
  return names.find((name) => name !== undefined) ?? '';
}
