import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:http';

/** What a server answered. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends requests to one server over connections that are kept open: one for each request that is in flight. */
export class Connections {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#send('POST', path, JSON.stringify(body), headers);
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#send('GET', path, '', headers);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
    const content =
      method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#url}${path}`, { method, agent: this.#agent, headers: { ...content, ...headers } });
      sent.on('error', reject);
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.end(body);
    });
  }
}

/** The reply, if it is a success; else an error with what it says. */
export function expectOk(reply: Reply): Reply {
  if (reply.status !== 200 || reply.text.includes('"errors":[')) throw new Error(`${reply.status}: ${reply.text}`);
  return reply;
}
