import { Readable } from 'node:stream';

import { ApolloServer, HeaderMap } from '@apollo/server';
import { expect, it } from 'vitest';

import { formatError } from '../../../src/http/graphql/error-format.ts';
import { errorScopes } from '../../../src/http/graphql/plugins/error-scopes.ts';
import { ofRequest } from '../../../src/http/graphql/plugins/facts.ts';
import { factsOf } from '../../../src/http/requests/facts.ts';
import { createLogger } from '../../../src/log/logger.ts';
import { ask, startTiny } from '../tiny-app.ts';

it('what fails outside of an operation is answered with the id of its request', async () => {
  const scopes = errorScopes(createLogger('silent'));
  const failing = { requestDidStart: () => Promise.reject(new Error('secret')) };
  const apollo = new ApolloServer({
    typeDefs: 'type Query { a: Int }',
    plugins: [scopes.plugin, failing],
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, scopes.of(error)),
  });
  await apollo.start();
  const headers = new HeaderMap([
    ['x-request-id', 'id-7'],
    ['content-type', 'application/json'],
  ]);
  const request = {};
  const { status, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body: { query: '{ a }' } },
    context: () => Promise.resolve(ofRequest({}, request)),
  });
  await apollo.stop();
  expect([status, JSON.stringify(body)]).toEqual([500, expect.stringContaining('The request id id-7 leads')]);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(factsOf(request).errorCodes).toEqual(['INTERNAL_SERVER_ERROR']);
});

it('what a rule of graphql-js throws has the status that its client takes', async () => {
  const { url } = await startTiny({ world: { ticks: () => Readable.from([]) } });
  const query = 'subscription ($a: Boolean!) { tick @skip(if: $a) }';
  const { status, errors } = await ask(url, query, { a: true }, { accept: 'application/json' });
  expect([status, errors[0]?.extensions['code']]).toEqual([200, 'GRAPHQL_VALIDATION_FAILED']);
});
