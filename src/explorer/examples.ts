import { buildSchema } from 'graphql';

import conflict from './examples/conflict.graphql?raw';
import dryRun from './examples/dry-run.graphql?raw';
import mySession from './examples/my-session.graphql?raw';
import updateMyClaims from './examples/update-my-claims.graphql?raw';
import updateUserClaims from './examples/update-user-claims.graphql?raw';
import { fitExample } from './fit-example.ts';

/** The prepared operations, made to fit the claims of this server. */
export function examplesFor(sdl: string): string[] {
  // The server has checked it; the directives are defined where it did.
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  return [mySession, updateMyClaims, updateUserClaims, dryRun, conflict].map((text) => fitExample(text, schema));
}
