import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import { HttpError } from './errors.ts';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Refuses what a page in somebody's browser could send without being asked. Servers send no `Origin`; a browser does
 * with all but plain reads. Those it would send, too, to a name of the page's own that was made to point to this machine:
 * so a core that asks for no key answers there to no name of the internet's.
 * @throws HttpError 403
 */
export function refuseWebPages(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  asksForKey: boolean,
): void {
  if (headers.origin !== undefined) throw new HttpError(403, 'Requests of web pages are not answered');
  if (!asksForKey && isLoopback(socket.localAddress) && !isLocalName(headers.host)) {
    throw new HttpError(403, 'On this machine, a core without an API key is reached by localhost or by an address');
  }
}

/** JSON only by its name: every other type that carries a text can be sent by any page. */
export function requireJson({ headers }: Pick<IncomingMessage, 'headers'>): void {
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) throw new HttpError(415, 'Send content-type: application/json');
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/** HTTP/1.0 and a few tools send no name at all. */
function isLocalName(host = 'localhost'): boolean {
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return !name.includes('.') || name.endsWith('.localhost') || isIP(name) !== 0;
}
