import { z } from 'zod';

/** A request as the fake saw it. */
export interface SeenRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: unknown;
  readonly body: { readonly query: string; readonly variables?: unknown };
}

const bodyShape = z.object({ query: z.string(), variables: z.unknown().optional() });

/** A `fetch` that answers with this, and remembers what it was asked. */
export function fakeFetch(answer: unknown, init: ResponseInit = {}): { fetch: typeof fetch; seen: SeenRequest[] } {
  const seen: SeenRequest[] = [];
  return {
    seen,
    fetch: (url, { headers, redirect, body } = {}) => {
      const parsed = bodyShape.parse(JSON.parse(z.string().parse(body)));
      seen.push({ url: z.string().parse(url), headers: new Headers(headers), redirect, body: parsed });
      return Promise.resolve(new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), init));
    },
  };
}

/** A `fetch` that fails as Node's does, with the reason in `cause`. */
export function failingFetch(code: string): typeof fetch {
  return () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
}

/** A `fetch` that never answers, and rejects when it is told to stop. */
export const hangingFetch: typeof fetch = (_url, { signal } = {}) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(z.instanceof(Error).parse(signal.reason));
    });
  });
