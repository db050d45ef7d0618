import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import {
  type ClaimsClient,
  ClaimsClientError,
  createClaimsClient,
  type TypedDocument,
} from '../../src/client/index.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp } from '../support/user.ts';

const apiKey = createApiKey('billing', ['claims:read', 'claims:write']);
let claimset: Claimset;
let backEnd: ClaimsClient;

beforeAll(async () => {
  claimset = await startClaimset({ API_KEYS: apiKey.entry });
  backEnd = createClaimsClient({ url: `${claimset.url}/graphql`, apiKey: apiKey.key });
});

afterAll(() => claimset.stop());

describe('a back end with an API key', () => {
  it('changes the claims of a user, and reads them', async () => {
    const ada = await signUp(claimset.url);
    const updated = await backEnd.updateUserClaims({
      user: { email: ada.email },
      claims: { plan: 'PRO', additional: { seat: 7 } },
    });
    expect(updated).toMatchObject({ standing: { status: 'UPDATED' }, userErrors: [] });
    expect(updated.sessions).toMatchObject([{ handle: ada.session.handle, status: 'UPDATED' }]);
    const user = await backEnd.user({ id: ada.id });
    expect(user).toMatchObject({ emails: [ada.email], standingClaims: { additional: { seat: 7 } } });
    const node = { id: ada.session.handle, claims: { additional: { seat: 7 } } };
    expect(user?.sessions).toMatchObject({ edges: [{ node }], pageInfo: { hasNextPage: false } });
  });

  it('lists users page by page, and ends their sessions', async () => {
    const [ada, bob] = [
      await signUp(claimset.url, 'page-1@example.com'),
      await signUp(claimset.url, 'page-2@example.com'),
    ];
    const first = await backEnd.users({ first: 1, emailPrefix: 'PAGE-' });
    expect(first).toMatchObject({ edges: [{ node: { id: ada.id } }], pageInfo: { hasNextPage: true } });
    const { endCursor: after } = first.pageInfo;
    const second = await backEnd.users({ first: 1, after, emailPrefix: 'page-' });
    expect(second).toMatchObject({ edges: [{ node: { id: bob.id } }], pageInfo: { hasNextPage: false } });
    expect(await backEnd.endSession({ handle: bob.session.handle })).toEqual({ ended: true, userErrors: [] });
    expect(await backEnd.user({ id: bob.id }, { first: 1 })).toMatchObject({ sessions: { edges: [] } });
  });

  it('gets what it can repair as data', async () => {
    const input = { user: { id: 'nobody' }, claims: { additional: { sub: 'x' } } };
    const { userErrors } = await backEnd.updateUserClaims(input);
    expect(userErrors.map(({ code }) => code)).toContain('RESERVED_CLAIM');
  });

  it('sends a document of its own', async () => {
    const ada = await signUp(claimset.url);
    await backEnd.updateUserClaims({ user: { id: ada.id }, claims: { plan: 'PRO' } });
    const document: TypedDocument<{ user: unknown }, { id: string }> =
      'query Plan($id: ID!) { user(by: { id: $id }) { standingClaims { plan } } }';
    expect(await backEnd.request(document, { id: ada.id })).toEqual({ user: { standingClaims: { plan: 'PRO' } } });
  });

  it('is refused with a wrong key, and knows that nothing was applied', async () => {
    const stranger = createClaimsClient({ url: `${claimset.url}/graphql`, apiKey: 'wrong' });
    const call = stranger.updateUserClaims({ user: { id: 'ada' }, claims: { plan: 'PRO' } });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ClaimsClientError);
    expect(error).toMatchObject({ code: 'FORBIDDEN', outcome: 'NOT_APPLIED', status: 200 });
    const requestId = error instanceof ClaimsClientError ? error.requestId : undefined;
    await claimset.process.line(new RegExp(`"requestId":"${requestId ?? 'none'}"`));
  });

  it('learns of a document that the server does not know', async () => {
    const document: TypedDocument<unknown, Record<string, never>> = '{ nothingOfTheKind }';
    await expect(backEnd.request(document)).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 });
  });

  it('learns of a URL at which there is nothing', async () => {
    const lost = createClaimsClient({ url: `${claimset.url}/graphiql` });
    await expect(lost.user({ id: 'ada' })).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 404 });
  });
});

describe('a back end with the access token of a user', () => {
  it('changes the session, and hands the new token on', async () => {
    const { session: signedIn } = await signUp(claimset.url);
    const session = backEnd.withSession(signedIn.accessToken);
    const { changes, userErrors } = await session.updateMyClaims({ claims: { theme: 'DARK' } });
    expect({ changes, userErrors }).toMatchObject({ changes: { added: ['theme'] }, userErrors: [] });
    expect(session.accessToken).not.toBe(signedIn.accessToken);
    expect(session.frontToken).not.toBeNull();
    signedIn.accessToken = session.accessToken;
    expect(signedIn.token).toMatchObject({ theme: 'DARK' });
    expect(await session.mySession()).toMatchObject({ handle: signedIn.handle });
  });

  it('cannot do with it what only its API key may', async () => {
    const ada = await signUp(claimset.url);
    const document: TypedDocument<unknown, { id: string }> = 'query ($id: ID!) { user(by: { id: $id }) { id } }';
    const session = backEnd.withSession(ada.session.accessToken);
    await expect(session.request(document, { id: ada.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('learns that the session has ended', async () => {
    const { session: signedIn } = await signUp(claimset.url);
    await signedIn.signOut();
    const session = backEnd.withSession(signedIn.accessToken);
    const failure = { code: 'UNAUTHENTICATED', status: 401, outcome: 'NOT_APPLIED' };
    await expect(session.updateMyClaims({ claims: { theme: 'DARK' } })).rejects.toMatchObject(failure);
  });
});

it('takes a token of as many bytes as a server may be set to', async () => {
  const roomy = await startClaimset({ MAX_TOKEN_BYTES: '32768', MAX_OWN_CLAIMS_BYTES: '30000' });
  const { session: signedIn } = await signUp(roomy.url);
  const session = createClaimsClient({ url: `${roomy.url}/graphql` }).withSession(signedIn.accessToken);
  const newKey = 'x'.repeat(22_000);
  const { tokenSize } = await session.updateMyClaims({ claims: { additional: { newKey } } });
  expect(tokenSize?.bytes).toBeGreaterThan(30_000);
  expect(await session.mySession()).toMatchObject({ claims: { additional: { newKey } } });
  await roomy.stop();
});

it('a server that is not there has applied nothing', async () => {
  const gone = await startClaimset();
  await gone.stop();
  const call = createClaimsClient({ url: `${gone.url}/graphql` }).updateUserClaims({ user: { id: 'a' }, claims: {} });
  await expect(call).rejects.toMatchObject({ code: 'NETWORK', outcome: 'NOT_APPLIED' });
});
