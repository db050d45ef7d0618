import { z } from 'zod';

import type { Operation } from './operation.ts';

/** What goes along with an operation, asked anew for each; and who is told what came of it. */
export interface RequestFacts {
  /** Empty: none is sent. */
  apiKey(): string;
  /** Of a session in header mode; null: the browser's own session speaks, by its cookies. */
  accessToken(): string | null;
  /** A newer access token came with an answer to one that was sent as a header. */
  onNewToken(token: string): unknown;
  onSuccess(): void;
}

/** An answer as GraphQL has it. */
export type Answer = Record<string, unknown>;

/** Sends an operation to this server. What fails on the way is an answer too, with an error that says what to do. */
export type Transport = (operation: Operation, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

export const UNREACHABLE = 'The server cannot be reached. Is it still running?';

const jsonObject = z.record(z.string(), z.unknown());

/**
 * SuperTokens' SDK stands behind the global `fetch`: it refreshes an expired session and repeats. With a token that was
 * given, `plainFetch` is used in its place, or the SDK would take the newer token for one of its own session.
 */
export function createTransport(facts: RequestFacts, plainFetch: typeof fetch): Transport {
  return async (operation, headers = {}) => {
    const token = facts.accessToken();
    const accept = 'application/graphql-response+json, application/json';
    const sent = { 'content-type': 'application/json', accept, ...headersOf(facts, token, headers) };
    const init = { method: 'POST', headers: sent, body: JSON.stringify(operation) };
    try {
      const response =
        token === null ? await fetch('/graphql', init) : await plainFetch('/graphql', { ...init, credentials: 'omit' });
      const newer = response.headers.get('st-access-token');
      if (token !== null && newer !== null && newer !== '') facts.onNewToken(newer);
      if (response.ok) facts.onSuccess();
      return await answerOf(response);
    } catch {
      return fault(UNREACHABLE);
    }
  };
}

/** As GraphQL writes it; what is thrown would be shown with its stack. */
export function fault(message: string): Answer {
  return { errors: [{ message }] };
}

/** The credentials that go along, and headers of the operation's own. */
export function headersOf(
  facts: RequestFacts,
  token: string | null,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const apiKey = facts.apiKey();
  return {
    ...(apiKey === '' ? {} : { 'x-api-key': apiKey }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...own,
  };
}

/** What a response says, as GraphQL has it. */
export async function answerOf(response: Response): Promise<Answer> {
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  if (isJson) return jsonObject.parse(await response.json());
  return fault(`The server answered ${response.status} without JSON. Is there a proxy in front of it?`);
}
