import { type GraphQLSchema, Kind, parse } from 'graphql';

import claimsChanges from './claims-changes.graphql?raw';
import conflict from './conflict.graphql?raw';
import dryRun from './dry-run.graphql?raw';
import { fitExample } from './fit-example.ts';
import mySession from './my-session.graphql?raw';
import mySessionChanged from './my-session-changed.graphql?raw';
import type { Prepared } from './types.ts';
import updateMyClaims from './update-my-claims.graphql?raw';
import updateUserClaims from './update-user-claims.graphql?raw';
import users from './users.graphql?raw';

/** The prepared operations, made to fit the claims of this server. */
export function preparedFor(schema: GraphQLSchema): Prepared[] {
  const examples = [
    ...[mySession, updateMyClaims, updateUserClaims, dryRun, conflict],
    ...[mySessionChanged, claimsChanges, users],
  ];
  return examples.map((example) => {
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
