import { readFileSync } from 'node:fs';

import { type GraphQLSchema, parse, Source, validate } from 'graphql';
import { z } from 'zod';

import { ConfigError } from './config.ts';

/** Operations by their ids. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const file = z.record(z.string().min(1), z.string().min(1));
const FORM =
  'write the path of the persisted-documents.json of @graphql-codegen/client-preset: {"ID": "DOCUMENT", ...}';

/**
 * Reads the file of the only operations that run, and adds the given ones.
 * @throws ConfigError where it cannot be read, or where a document does not fit the schema
 */
export function loadDocuments(path: string, schema: GraphQLSchema, shipped: TrustedDocuments): TrustedDocuments {
  const documents = new Map([...shipped, ...Object.entries(readDocuments(path))]);
  const faults = [...documents].flatMap(([id, text]) => faultsOf(id, text, schema));
  if (faults.length > 0) throw new ConfigError(faults);
  return documents;
}

function readDocuments(path: string): Record<string, string> {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new ConfigError([`TRUSTED_DOCUMENTS: ${JSON.stringify(path)} cannot be read: ${FORM}`]);
  }
}

function faultsOf(id: string, text: string, schema: GraphQLSchema): string[] {
  try {
    return validate(schema, parse(new Source(text, id))).map(({ message }) => faultOf(id, message));
  } catch (error) {
    return [faultOf(id, error instanceof Error ? error.message : String(error))];
  }
}

function faultOf(id: string, message: string): string {
  return `TRUSTED_DOCUMENTS: ${id}: ${message} Generate the file again with the claims of this server.`;
}
