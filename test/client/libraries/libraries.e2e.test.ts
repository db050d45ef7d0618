import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { createClient, fetchExchange } from '@urql/core';
import { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  UpdateMyClaimsDocument,
  type UpdateMyClaimsMutation,
  type UpdateMyClaimsMutationVariables,
} from '../../../src/client/index.ts';
import { type Claimset, startClaimset } from '../../support/claimset.ts';
import { startWebSession, type WebSession } from './web-session.ts';

type Send = (url: string, variables: UpdateMyClaimsMutationVariables) => Promise<UpdateMyClaimsMutation | undefined>;

const DOCUMENT: TypedDocumentNode<UpdateMyClaimsMutation, UpdateMyClaimsMutationVariables> = gql(
  UpdateMyClaimsDocument.toString(),
);

const withApolloClient: Send = async (uri, variables) => {
  const client = new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() });
  return (await client.mutate({ mutation: DOCUMENT, variables })).data;
};

const withUrql: Send = async (url, variables) => {
  const client = createClient({ url, exchanges: [fetchExchange], preferGetMethod: false });
  const { data, error } = await client.mutation(DOCUMENT, variables);
  if (error !== undefined) throw error;
  return data;
};

const withGraphqlRequest: Send = (url, variables) => new GraphQLClient(url).request(DOCUMENT, variables);

let claimset: Claimset;
let session: WebSession;

beforeAll(async () => {
  claimset = await startClaimset({ CORE_ACCESS_TOKEN_VALIDITY: '2' });
  session = await startWebSession(claimset.url);
});

afterAll(() => claimset.stop());

describe.each([
  ['Apollo Client', withApolloClient],
  ['urql', withUrql],
  ['graphql-request', withGraphqlRequest],
])('%s', (name, send) => {
  const change = async (newKey: string): Promise<unknown> => {
    const data = await send(`${claimset.url}/graphql`, { input: { claims: { additional: { newKey } } } });
    return data?.updateMyClaims?.session?.claims.additional;
  };

  it('changes a claim of the session', async () => {
    expect(await change(name)).toMatchObject({ newKey: name });
  });

  it('with an expired token is answered 401, refreshes, and sends the mutation again by itself', async () => {
    await session.expired();
    session.requests();
    expect(await change(`${name} again`)).toMatchObject({ newKey: `${name} again` });
    expect(session.requests()).toEqual(['/graphql 401', '/auth/session/refresh 200', '/graphql 200']);
  });
});
