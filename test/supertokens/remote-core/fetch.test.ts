import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from 'vitest';

import { type HttpServer, listen } from '../../../src/http/server.ts';
import { installCoreFetch } from '../../../src/supertokens/remote-core/fetch.ts';

let server: HttpServer;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listening(answer: RequestListener): Promise<string> {
  const started = await listen({ host: '127.0.0.1', port: 0, graceMillis: 0 });
  started.serve(answer);
  closers.push(() => started.close());
  server = started;
  return `http://127.0.0.1:${started.port}`;
}

/** A core that answers so, asked with the fetch of Claimset. */
async function coreThat(answer: RequestListener): Promise<string> {
  const url = await listening(answer);
  closers.push(installCoreFetch(` ${url.toUpperCase()}/base/path ; http://other.invalid`));
  return url;
}

describe('the fetch that asks the core', () => {
  it('sends what the SDK sends', async () => {
    const received: { request: IncomingMessage; body: string }[] = [];
    const url = await coreThat((request, response) => {
      void text(request).then((body) => {
        received.push({ request, body });
        response.end('{"status":"OK"}');
      });
    });
    await fetch(`${url}/recipe?a=1`, { method: 'PUT', headers: { 'cdi-version': '5.4' }, body: '{"é":1}' });
    expect(received).toMatchObject([{ request: { method: 'PUT', url: '/recipe?a=1' }, body: '{"é":1}' }]);
    expect(received[0]?.request.headers).toMatchObject({ 'cdi-version': '5.4', 'content-length': '8' });
  });

  it('reads status, headers, text and JSON, as often as asked through clones', async () => {
    const url = await coreThat((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'x-many': ['a', 'b'] }).end('{"a":"é"}');
    });
    const response = await fetch(`${url}/`);
    expect(response).toMatchObject({ status: 401, ok: false });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-many')).toBe('a, b');
    expect(await response.clone().clone().json()).toEqual({ a: 'é' });
    expect(await response.text()).toBe('{"a":"é"}');
  });

  it('answers with all else that a response has', async () => {
    const url = await coreThat((_request, response) => response.writeHead(404, { 'content-type': 'text/x' }).end('no'));
    const response = await fetch(`${url}/`);
    expect(response).toMatchObject({ type: 'default', redirected: false, bodyUsed: false, url: '', statusText: '' });
    expect(response.body).toBeInstanceOf(ReadableStream);
    expect(await response.blob()).toMatchObject({ size: 2, type: 'text/x' });
    expect((await (await fetch(`${url}/`)).arrayBuffer()).byteLength).toBe(2);
  });

  it('reads an answer that comes in pieces, as UTF-8, without its byte order mark', async () => {
    const bytes = Buffer.from('\uFEFF{"status":"OK","é":"\u{1F600}"}');
    const url = await coreThat((_request, response) => {
      response.write(bytes.subarray(0, 21), () => response.end(bytes.subarray(21)));
    });
    expect(await (await fetch(`${url}/`)).json()).toEqual({ status: 'OK', é: '\u{1F600}' });
  });

  it.each(['<html>', '[]', '{}'])('takes a 200 with %s for a bad gateway', async (body) => {
    const url = await coreThat((_request, response) => response.end(body));
    expect((await fetch(`${url}/`)).status).toBe(502);
  });

  it('gives a redirect back instead of following it', async () => {
    const url = await coreThat((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await fetch(`${url}/`)).status).toBe(302);
  });

  it.each<[string, RequestListener]>([
    ['hangs up before the answer', (request) => request.socket.destroy()],
    ['hangs up within the answer', (_request, response) => response.write('{', () => response.socket?.destroy())],
  ])('fails as fetch does where the core %s', async (_name, answer) => {
    const url = await coreThat(answer);
    await expect(fetch(`${url}/`)).rejects.toThrow(new TypeError('fetch failed'));
  });

  it('fails as fetch does where no core is, with the reason', async () => {
    const url = await coreThat(() => undefined);
    await server.close();
    await expect(fetch(`${url}/`)).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it.each<[string, RequestListener]>([
    ['before the answer', () => undefined],
    ['within the answer', (_request, response) => response.write('{')],
  ])('gives up a core that falls silent %s, and lets the SDK try no other', async (_name, answer) => {
    const url = await listening(answer);
    closers.push(installCoreFetch(url, { silentForMillis: 20 }));
    await expect(fetch(`${url}/`)).rejects.toThrow(/^(Headers|Body) Timeout Error$/);
  });

  it('gives up when its signal says so', async () => {
    const url = await coreThat(() => undefined);
    const giveUp = new AbortController();
    const answer = fetch(`${url}/`, { signal: giveUp.signal });
    giveUp.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('leaves calls to other places to the former fetch', async () => {
    const elsewhere = await listening((_request, response) => response.end('elsewhere'));
    const core = await coreThat((_request, response) => response.end('core'));
    const response = await fetch(`${elsewhere}/?${core}/`);
    expect(response.body).toBeInstanceOf(ReadableStream);
    expect(await response.text()).toBe('elsewhere');
  });

  it('puts the former fetch back when it is closed', async () => {
    const former = globalThis.fetch;
    const close = installCoreFetch('http://core.invalid');
    expect(globalThis.fetch).not.toBe(former);
    await close();
    expect(globalThis.fetch).toBe(former);
  });
});
