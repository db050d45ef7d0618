import { existsSync } from 'node:fs';

import express, { type Request, type RequestHandler, type Response } from 'express';

/** How a file may be sent, the smallest first, and how the name of such a copy ends. */
const COPIES = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
];

/** Serves the files of a folder, each as the compressed copy beside it where the client takes that. */
export function precompressed(
  folder: string,
  options: { readonly maxAge: string; setHeaders(res: Response): void },
): RequestHandler {
  const files = express.static(folder, { ...options, index: false, redirect: false, immutable: true });
  return (req, res, next) => {
    res.vary('Accept-Encoding');
    // Parts of a file are parts of it as it is.
    const copy = req.headers.range === undefined ? copyOf(folder, req) : undefined;
    if (copy !== undefined) {
      res.type(req.path.slice(req.path.lastIndexOf('.'))).set('content-encoding', copy.encoding);
      req.url = req.path + copy.ending;
    }
    files(req, res, next);
  };
}

function copyOf(folder: string, req: Request): (typeof COPIES)[number] | undefined {
  // Nothing has resolved the path yet: one that climbs is none of the folder's.
  if (!/^(?:\/[\w-][\w.-]*)+$/.test(req.path)) return undefined;
  return COPIES.find(
    ({ encoding, ending }) => req.acceptsEncodings(encoding) !== false && existsSync(folder + req.path + ending),
  );
}
