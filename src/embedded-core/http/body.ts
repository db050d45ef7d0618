import type { IncomingMessage } from 'node:http';

import { badRequest, HttpError } from './errors.ts';
import { type JsonObject, parseJsonBody } from './json.ts';

// Claims have no limit of their own (docs/core-contract.md, 'Sessions'); this one keeps a process alive.
const LARGEST_BYTES = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a request's JSON object; 400 for anything else, 413 beyond the limit (docs/core-contract.md, 'Requests'). */
export async function readBody(request: IncomingMessage): Promise<JsonObject> {
  return parseJsonBody(decode(await readBytes(request)));
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badRequest('Invalid Json Input: not UTF-8');
  }
}

/** Events rather than `for await`, which costs a third of a short request. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What comes beyond is read and dropped, so that the answer arrives.
      if (size <= LARGEST_BYTES) chunks.push(chunk);
      else reject(new HttpError(413, `The body is larger than ${LARGEST_BYTES} bytes`));
    });
    request.once('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    // Both come of a caller who goes away: nothing that the log should call a failure.
    for (const event of ['error', 'close']) {
      request.once(event, () => {
        reject(badRequest('The request was cut off'));
      });
    }
  });
}
