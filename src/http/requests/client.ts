import type { IncomingHttpHeaders } from 'node:http';

import { LONGEST_NAME } from './facts.ts';

/** As Apollo's clients name themselves, and as GraphQL's other clients do. */
const NAME_HEADERS = ['apollographql-client-name', 'graphql-client-name'];
const VERSION_HEADERS = ['apollographql-client-version', 'graphql-client-version'];
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** Which application calls, as it says itself; nothing where it does not. */
export function clientOf(headers: IncomingHttpHeaders): { clientName?: string; clientVersion?: string } {
  const clientName = firstOf(headers, NAME_HEADERS);
  const clientVersion = firstOf(headers, VERSION_HEADERS);
  return {
    ...(clientName === undefined ? {} : { clientName }),
    ...(clientVersion === undefined ? {} : { clientVersion }),
  };
}

/** The trace that a request belongs to, by the W3C's header; null without one. */
export function traceIdOf({ traceparent }: IncomingHttpHeaders): string | null {
  return typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent)?.[1] ?? null) : null;
}

function firstOf(headers: IncomingHttpHeaders, names: readonly string[]): string | undefined {
  const value = names.map((name) => headers[name]).find((one) => typeof one === 'string' && one !== '');
  return typeof value === 'string' ? value.slice(0, LONGEST_NAME) : undefined;
}
