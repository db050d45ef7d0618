import type { Request, RequestHandler } from 'express';
import { z } from 'zod';

import { sendError } from '../json-errors.ts';

/** How a request names a document: by itself, or as Apollo's clients do for persisted queries. */
const named = z.looseObject({
  query: z.string().nullish(),
  documentId: z.string().optional(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() }).optional(),
});
/** What of a request is passed on. */
const rest = z.object({ variables: z.unknown().optional(), operationName: z.unknown().optional() });
/** Of codegen: a document's id says how it was hashed, which Apollo's clients leave out. */
const SHA256 = 'sha256:';

/**
 * Lets only documents through that are in the list, by their ids: what a request has as text is never run.
 * @param documents by id
 */
export function trustedDocuments(documents: ReadonlyMap<string, string>): RequestHandler {
  return (req, res, next) => {
    const { query, documentId, extensions } = named.safeParse(requestOf(req)).data ?? {};
    const id = documentId ?? extensions?.persistedQuery?.sha256Hash;
    const text = id === undefined ? undefined : (documents.get(id) ?? documents.get(SHA256 + id));
    if (text === undefined || (query ?? '') !== '') {
      const message =
        'This server runs only documents that it knows: send the id of one as documentId, and no query ' +
        '(TRUSTED_DOCUMENTS has the list).';
      sendError(res, { status: 400, code: 'DOCUMENT_NOT_TRUSTED', message });
      return;
    }
    run(req, text);
    next();
  };
}

/** The members of a request, wherever they stand: in its body, or in its address as GET has them. */
function requestOf(req: Request): unknown {
  if (req.method !== 'GET') return req.body;
  const { query, documentId, extensions } = Object.fromEntries(searchOf(req));
  return { query, documentId, extensions: extensions === undefined ? undefined : parsed(extensions) };
}

/** Puts the text in the place of the id, so that whatever comes behind runs that and nothing else. */
function run(req: Request, query: string): void {
  if (req.method !== 'GET') {
    req.body = { ...rest.parse(req.body), query };
    return;
  }
  const search = searchOf(req);
  for (const name of ['documentId', 'extensions']) search.delete(name);
  search.set('query', query);
  req.url = `${req.path}?${search.toString()}`;
}

function searchOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, 'http://localhost').searchParams;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
