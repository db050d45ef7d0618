import type { GraphQLSchema } from 'graphql';

import * as shipped from '../client/generated/graphql.ts';
import type { Config } from '../config/config.ts';
import { loadDocuments, type TrustedDocuments } from '../config/load-documents.ts';

/**
 * The only operations that run, those of the shipped client among them; null where all run.
 * @throws ConfigError where the file cannot be used
 */
export function trustedDocumentsOf({ trustedDocuments }: Config, schema: GraphQLSchema): TrustedDocuments | null {
  return trustedDocuments === null ? null : loadDocuments(trustedDocuments, schema, shippedDocuments());
}

/** Fragments are not among them: they have no id. */
function shippedDocuments(): TrustedDocuments {
  const documents = new Map<string, string>();
  for (const document of Object.values(shipped)) {
    if (!(document instanceof shipped.TypedDocumentString)) continue;
    const id: unknown = document.__meta__?.['hash'];
    if (typeof id === 'string') documents.set(id, document.toString());
  }
  return documents;
}
