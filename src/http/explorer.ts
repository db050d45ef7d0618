import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { type RequestHandler, type Response, Router } from 'express';
import { type GraphQLSchema, print } from 'graphql';

import { precompressed } from './precompressed.ts';

/** What the page is told. */
export interface ExplorerOptions {
  /** Whether this server signs users in. */
  readonly emailPassword: boolean;
  /** Whether a user may be made for a try: not where the users are those of a real core. */
  readonly demoUser: boolean;
  /** The contract with the owner's claims: the prepared operations are made to fit them. */
  readonly schema: GraphQLSchema;
}

/** The built page: beside `src` in a checkout, in the package's own `dist`. */
const FOLDER = fileURLToPath(new URL('../../dist/explorer/', import.meta.url));

/** GraphiQL sets styles as it runs; scripts, workers and requests are of this origin alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves GraphiQL to browsers, at `/` and at `/graphql`, and its files below `/explorer`. Other clients are passed on.
 * Null where the page was not built, as in a checkout before `npm run build`.
 */
export function createExplorer(options: ExplorerOptions, folder = FOLDER): RequestHandler | null {
  const page = readPage(folder, options);
  if (page === null) return null;
  const router = Router();
  router.get(['/', '/graphql'], (req, res, next) => {
    res.vary('Accept');
    // Who takes anything, as curl does, is no browser.
    if (req.accepts(['json', 'html']) !== 'html') next();
    else allowPage(res).set('cache-control', 'no-cache').type('html').send(page);
  });
  router.use('/explorer', files(folder));
  return router;
}

/** Their names carry a hash of what they hold, so a name never holds anything else. */
function files(folder: string): RequestHandler {
  // A worker has the policy of its own script, not that of the page.
  return precompressed(folder, { maxAge: '1y', setHeaders: (res: Response) => allowPage(res) });
}

function allowPage(res: Response): Response {
  return res.set('content-security-policy', CONTENT_SECURITY_POLICY);
}

function readPage(folder: string, { emailPassword, demoUser, schema }: ExplorerOptions): string | null {
  try {
    // The policy forbids inline scripts, so the markup says what the page must know.
    return readFileSync(`${folder}/index.html`, 'utf8')
      .replace('data-email-password="on"', `data-email-password="${emailPassword ? 'on' : 'off'}"`)
      .replace('data-demo-user="off"', `data-demo-user="${demoUser ? 'on' : 'off'}"`)
      .replace('<template id="schema">', (tag) => tag + escapeHtml(sdlOf(schema)));
  } catch {
    return null;
  }
}

/** As it was written: introspection and `printSchema` leave out who may write which keys, and how long. */
function sdlOf(schema: GraphQLSchema): string {
  return Object.values(schema.getTypeMap())
    .flatMap(({ astNode }) => (astNode ? [print(astNode)] : []))
    .join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
