import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { listenToSession } from '../support/session-changes.ts';
import { signUp } from '../support/user.ts';

const administrator = createApiKey('administrator', ['claims:write']);
const UPDATE = `mutation ($id: ID!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims, reach: LIVE_SESSIONS }) { sessions { status } }
}`;
const END = `mutation ($handle: ID!) { endSession(input: { handle: $handle }) { ended } }`;
const MINE = `mutation { updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } } }`;
const WITH_HISTORY = `subscription { mySessionChanged { session { changes { edges { node { by { kind } } } } } } }`;
const NOBODY = 'subscription { mySessionChanged { kind } }';

let claimset: Claimset;

beforeAll(async () => {
  claimset = await startClaimset({ API_KEYS: administrator.entry });
});
afterAll(() => claimset.stop());

const asAdministrator = (query: string, variables: object) =>
  send(claimset.url, query, variables, { 'x-api-key': administrator.key });

function subscribe(headers: Record<string, string>, query = NOBODY): Promise<Response> {
  return fetch(`${claimset.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  });
}

describe('mySessionChanged', () => {
  it("tells of an administrator's change and of one's own, within a second", async () => {
    const user = await signUp(claimset.url);
    const listening = listenToSession(claimset.url, user.session.accessToken);
    await listening.begun;
    const beganAtMillis = performance.now();
    await asAdministrator(UPDATE, { id: user.id, claims: { plan: 'PRO' } });
    await expect.poll(() => listening.told).toHaveLength(1);
    expect(performance.now() - beganAtMillis).toBeLessThan(1_000);
    expect(listening.told[0]).toMatchObject({
      kind: 'CHANGED',
      session: { claims: { plan: 'PRO' } },
      changes: { added: ['https://example.com/plan'] },
    });
    await user.session.send(MINE);
    await expect.poll(() => listening.told[1]?.changes).toEqual({ added: ['theme'], updated: [], removed: [] });
    listening.stop();
  });

  it('tells nothing of other sessions of the same user', async () => {
    const user = await signUp(claimset.url);
    const other = await user.signIn();
    const listening = listenToSession(claimset.url, user.session.accessToken);
    await listening.begun;
    await other.send(MINE);
    await asAdministrator(UPDATE, { id: user.id, claims: { plan: 'PRO' } });
    await expect.poll(() => listening.told).toHaveLength(1);
    expect(listening.told[0]?.changes.added).toEqual(['https://example.com/plan']);
    listening.stop();
  });

  it('tells whoever subscribes with an older token what changed since', async () => {
    const user = await signUp(claimset.url);
    await asAdministrator(UPDATE, { id: user.id, claims: { plan: 'PRO' } });
    const listening = listenToSession(claimset.url, user.session.accessToken);
    await expect.poll(() => listening.told).toMatchObject([{ kind: 'CHANGED', session: { claims: { plan: 'PRO' } } }]);
    listening.stop();
  });

  it.each([
    ['ended by an administrator', (handle: string) => asAdministrator(END, { handle })],
    ['signed out', null],
  ])('tells within a second that the session was %s, and is complete', async (_how, end) => {
    const { session } = await signUp(claimset.url);
    const listening = listenToSession(claimset.url, session.accessToken);
    await listening.begun;
    const beganAtMillis = performance.now();
    await (end === null ? session.signOut() : end(session.handle));
    await listening.complete;
    expect(performance.now() - beganAtMillis).toBeLessThan(1_000);
    expect(listening.told).toMatchObject([{ kind: 'ENDED', session: null }]);
  });

  it('knows the history of the session as a query does', async () => {
    const { session } = await signUp(claimset.url);
    const older = session.accessToken;
    await session.send(MINE);
    const response = await subscribe({ authorization: `Bearer ${older}` }, WITH_HISTORY);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: next\n') || !text.endsWith('\n\n'))
      text += (await reader?.read())?.value ?? 'OVER\n\n';
    expect(text).toContain('{"by":{"kind":"USER"}}');
    await reader?.cancel();
  });

  it('is refused before it begins: without a session, and with one that has ended', async () => {
    const nobody = await subscribe({});
    expect([nobody.status, await nobody.json()]).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    const { session } = await signUp(claimset.url);
    await session.signOut();
    const ended = await subscribe({ authorization: `Bearer ${session.accessToken}` });
    expect([ended.status, await ended.json()]).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  it('is for a bounded number of streams of one user', async () => {
    const user = await signUp(claimset.url);
    const streams = Array.from({ length: 20 }, () => listenToSession(claimset.url, user.session.accessToken));
    await Promise.all(streams.map(({ begun }) => begun));
    const refused = await subscribe({ authorization: `Bearer ${user.session.accessToken}` });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    for (const stream of streams) stream.stop();
    const again = async (): Promise<number> => {
      const response = await subscribe({ authorization: `Bearer ${user.session.accessToken}` });
      await response.body?.cancel();
      return response.status;
    };
    await expect.poll(again).toBe(200);
  });
});

describe('mySessionChanged of a server of its own', () => {
  it('is complete when the access token expires, and begins again with a fresh one', async () => {
    const shortly = await startClaimset({ CORE_ACCESS_TOKEN_VALIDITY: '2' });
    const { session } = await signUp(shortly.url);
    const listening = listenToSession(shortly.url, session.accessToken);
    await listening.complete;
    const late = Date.now() - Number(session.token['exp']) * 1_000;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1_000);
    const refused = await fetch(`${shortly.url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
        authorization: `Bearer ${session.accessToken}`,
      },
      body: JSON.stringify({ query: NOBODY }),
    });
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'TRY_REFRESH_TOKEN' } }] },
    ]);
    await session.refresh();
    const again = listenToSession(shortly.url, session.accessToken);
    await again.begun;
    again.stop();
    await shortly.stop();
  });

  it('is complete when the server closes, which does not wait for it', async () => {
    const closing = await startClaimset();
    const { session } = await signUp(closing.url);
    const listening = listenToSession(closing.url, session.accessToken);
    await listening.begun;
    const beganAtMillis = performance.now();
    await closing.stop();
    expect(performance.now() - beganAtMillis).toBeLessThan(4_000);
    await listening.complete;
  });
});
