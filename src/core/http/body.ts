import type { IncomingMessage } from 'node:http';
import { badRequest, HttpError } from '../errors.ts';
import { parseJsonBody, type JsonObject } from '../json.ts';

/** Generous: the real core has no bound that was found (CDI.md section 3), but memory has one. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Reads a request's JSON body; one that is no object, no UTF-8 or holds a lone surrogate is 400 (CDI.md section 1). */
export async function readBody(req: IncomingMessage): Promise<JsonObject> {
  const bytes = await collect(req);
  const text = bytes.toString();
  // Decoding puts U+FFFD where the bytes are no UTF-8; encoding that again gives other bytes.
  if (text.includes('\uFFFD') && !bytes.equals(Buffer.from(text))) throw badRequest('The JSON input is not UTF-8');
  if (/\\u[dD][89a-fA-F]/.test(text) && hasLoneSurrogate(text)) {
    throw badRequest('The JSON input has half of a surrogate pair, which cannot be kept');
  }
  return parseJsonBody(text);
}

function collect(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) reject(new HttpError(413, `The body is larger than ${MOST_BYTES} bytes`));
      else chunks.push(chunk);
    });
    req.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    req.once('error', reject);
  });
}

/** Whether a JSON text escapes a surrogate without its other half. */
function hasLoneSurrogate(text: string): boolean {
  const decoded = text.replace(/\\\\|\\u([0-9a-fA-F]{4})/g, (escape, code: string | undefined) =>
    code === undefined ? escape : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return /\p{Surrogate}/u.test(decoded);
}
