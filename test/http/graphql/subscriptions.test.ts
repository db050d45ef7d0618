import { createClient, type RequestParams } from 'graphql-sse';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { startTiny, type TinyOptions } from '../tiny-app.ts';

/** Ticks that a test gives, until it ends them. */
class Ticks implements AsyncIterableIterator<string> {
  readonly returned: Promise<void>;
  #given: string[] = [];
  #isOver = false;
  #failure: Error | null = null;
  #wake: () => void = () => undefined;
  #tellReturned: () => void = () => undefined;

  constructor() {
    this.returned = new Promise((resolve) => {
      this.#tellReturned = resolve;
    });
  }

  give(...ticks: string[]): void {
    this.#given.push(...ticks);
    this.#wake();
  }

  end(failure: Error | null = null): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string>> {
    for (;;) {
      const value = this.#given.shift();
      if (value !== undefined) return { done: false, value };
      if (this.#failure !== null) throw this.#failure;
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<string>> {
    this.end();
    this.#tellReturned();
    return Promise.resolve({ done: true, value: undefined });
  }
}

const SUBSCRIPTION = 'subscription ($code: String) { tick(code: $code) }';
const EVENTS = { 'content-type': 'application/json', accept: 'text/event-stream' };
let ticks: Ticks;

beforeEach(() => {
  ticks = new Ticks();
});
afterEach(() => {
  ticks.end();
});

function start(options: TinyOptions = {}) {
  return startTiny({ ...options, world: { ticks: () => ticks } });
}

/** Subscribes as the client of the protocol does. */
function listen(url: string, params: RequestParams = { query: SUBSCRIPTION }) {
  const client = createClient({ url: `${url}/graphql`, retryAttempts: 0 });
  onTestFinished(() => {
    client.dispose();
  });
  return client.iterate(params);
}

/** Sends the request itself, to see what is answered. */
function post(url: string, body: object, headers: Record<string, string> = EVENTS): Promise<Response> {
  return fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('a subscription', () => {
  it('is told by server-sent events, until there are no more', async () => {
    const { url } = await start();
    ticks.give('one', 'two');
    ticks.end();
    const told = [];
    for await (const result of listen(url)) told.push(result);
    expect(told).toEqual([{ data: { tick: 'one' } }, { data: { tick: 'two' } }]);
  });

  it('begins at once, says so to proxies, and is neither kept nor changed on the way', async () => {
    const { url } = await start();
    const response = await post(url, { query: SUBSCRIPTION });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(response.headers.get('x-request-id')).not.toBeNull();
    await response.body?.cancel();
  });

  it('ends where its client goes', async () => {
    const { url } = await start();
    const aborted = new AbortController();
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: EVENTS,
      body: JSON.stringify({ query: SUBSCRIPTION }),
      signal: aborted.signal,
    });
    aborted.abort();
    await expect(ticks.returned).resolves.toBeUndefined();
  });

  it('shows nothing of what is inside where a field fails, and goes on', async () => {
    const { url, log } = await start();
    ticks.give('bug', 'next');
    const results = listen(url);
    const failed = z.object({ value: z.unknown() }).parse(await results.next()).value;
    expect(failed).toMatchObject({
      data: { tick: null },
      errors: [{ path: ['tick'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(JSON.stringify(failed)).not.toContain('hunter2');
    expect(await results.next()).toEqual({ done: false, value: { data: { tick: 'next' } } });
    expect(log.filter((line) => 'err' in line)).toMatchObject([
      { err: { message: 'password=hunter2 at /srv/secret.ts' } },
    ]);
  });

  it('ends with an error where what it listens to fails', async () => {
    const { url } = await start();
    ticks.end(new Error('secret'));
    const told = [];
    for await (const result of listen(url)) told.push(result);
    expect(told).toMatchObject([{ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('has one line in the log, and the time until it began as its duration in the metrics', async () => {
    const durations: number[] = [];
    const { url, log } = await start({ onAnswered: ({ durationMillis }) => durations.push(durationMillis) });
    const response = await post(url, { query: `subscription Mine { tick }` });
    ticks.end();
    await response.text();
    await expect.poll(() => durations).toHaveLength(1);
    const line = log.find(({ msg }) => msg === 'request');
    expect(line).toMatchObject({ status: 200, operationName: 'Mine', rootFields: ['tick'] });
    expect(durations[0]).toBeLessThanOrEqual(Number(line?.['durationMillis']) + 1);
  });
});

describe('a subscription that does not begin', () => {
  it.each([
    ['UNAUTHENTICATED', 401],
    ['TRY_REFRESH_TOKEN', 401],
    ['RATE_LIMITED', 429],
    ['SESSION_CORE_UNAVAILABLE', 503],
    ['BUG', 500],
  ])('is answered as a query is: %s is %i', async (code, status) => {
    const { url } = await start();
    const response = await post(url, { query: SUBSCRIPTION, variables: { code } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(response.headers.get('retry-after') !== null).toBe(status === 429 || status === 503);
    const extensions = { code: code === 'BUG' ? 'INTERNAL_SERVER_ERROR' : code };
    expect(await response.json()).toMatchObject({ errors: [{ extensions }] });
  });

  it.each([
    ['asks for an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['has two root fields', 'subscription { a: tick b: tick }', 'GRAPHQL_VALIDATION_FAILED'],
    ['has too many aliases', `subscription { ${aliases(40)} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['has a variable of the wrong type', 'subscription ($n: Int!) { tick(code: $n) }', 'GRAPHQL_VALIDATION_FAILED'],
    ['leaves its field out', 'subscription { tick @skip(if: true) }', 'BAD_USER_INPUT'],
    [
      'includes no field',
      'subscription { ...F } fragment F on Subscription { tick @include(if: false) }',
      'BAD_USER_INPUT',
    ],
    [
      'leaves its field to a variable',
      'subscription ($a: Boolean!) { tick @skip(if: $a) }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['lacks a variable', 'subscription ($c: String!) { tick(code: $c) }', 'BAD_USER_INPUT'],
  ])('since it %s is answered with 400', async (_why, query, code) => {
    const { url, log } = await start();
    const response = await post(url, { query, variables: { a: true } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    await expect.poll(() => log).toMatchObject([{ msg: 'request', errorCodes: [code] }]);
  });

  it('since its client takes no events is told what to send', async () => {
    const { url } = await start();
    const response = await post(url, { query: SUBSCRIPTION }, { 'content-type': 'application/json' });
    expect(response.status).toBe(400);
    const message = 'A subscription is answered by server-sent events: send it with accept: text/event-stream.';
    expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('is told why where its client accepts nothing else than events, or nothing that is sent', async () => {
    const { url } = await start();
    const variables = { code: 'UNAUTHENTICATED' };
    for (const accept of ['text/event-stream', 'text/event-stream, text/html']) {
      expect((await post(url, { query: SUBSCRIPTION, variables }, { ...EVENTS, accept })).status).toBe(401);
    }
  });

  it('where another site can make a browser send it', async () => {
    const { url } = await start();
    const address = `${url}/graphql?query=${encodeURIComponent('subscription { tick }')}`;
    const refused = await fetch(address, { headers: { accept: 'text/event-stream' } });
    expect(refused.status).toBe(400);
    const headers = { accept: 'text/event-stream', 'apollo-require-preflight': '1' };
    const begun = await fetch(address, { headers });
    expect(begun.headers.get('content-type')).toContain('text/event-stream');
    await begun.body?.cancel();
  });

  it('where it is none of the trusted documents', async () => {
    const { url } = await start({ documents: new Map([['sha256:1', 'subscription { tick }']]) });
    expect((await post(url, { query: SUBSCRIPTION })).status).toBe(400);
    const begun = await post(url, { documentId: 'sha256:1' });
    expect(begun.headers.get('content-type')).toContain('text/event-stream');
    await begun.body?.cancel();
  });
});

it("a query of a client that takes events for everything is answered as everybody's", async () => {
  const { url } = await start();
  const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
  const response = await post(url, { query: '{ caller }' }, { ...EVENTS, accept });
  expect(await response.json()).toEqual({ data: { caller: 'nobody' } });
});

function aliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}: tick`).join(' ');
}
