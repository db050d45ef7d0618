import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { signUp, type TestSession, type TestUser } from '../support/user.ts';

const UPDATE = `mutation ($input: UpdateUserClaimsInput!) {
  updateUserClaims(input: $input) {
    user { id emails }
    sessions { handle status changes { added updated removed } tokenSize { bytes limit } message }
    standing { status changes { added updated removed } message }
    userErrors { code path }
  }
}`;
const writer = createApiKey('writer', ['claims:write']);
const reader = createApiKey('reader', ['claims:read']);

let claimset: Claimset;
let administrator: TestUser;

interface Update {
  readonly sessions: readonly { readonly handle: string; readonly status: string }[];
  readonly standing: { readonly status: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

beforeAll(async () => {
  claimset = await startClaimset({ API_KEYS: `${writer.entry},${reader.entry}` });
  administrator = await signUp(claimset.url);
  const granted = await runCli(['grant', administrator.email, 'claims:write', 'claims:read'], {
    DATA_DIR: claimset.dataDir,
  });
  expect(granted.code, granted.output).toBe(0);
});

afterAll(() => claimset.stop());

const withKey = (input: object, key = writer.key): Promise<GraphQLAnswer> =>
  send(claimset.url, UPDATE, { input }, { 'x-api-key': key });
const updateIn = ({ data }: GraphQLAnswer): Update => (data as { updateUserClaims: Update }).updateUserClaims;
const statuses = (answer: GraphQLAnswer): string[] => updateIn(answer).sessions.map(({ status }) => status);

async function userWithSessions(): Promise<{ user: TestUser; sessions: TestSession[] }> {
  const user = await signUp(claimset.url);
  return { user, sessions: [user.session, await user.signIn(), await user.signIn()] };
}

describe('updateUserClaims', () => {
  it.each(['id', 'email'] as const)('with an API key changes three sessions, by %s', async (by) => {
    const { user, sessions } = await userWithSessions();
    const answer = await withKey({ user: { [by]: user[by] }, claims: { plan: 'PRO' } });
    expect(statuses(answer)).toEqual(['UPDATED', 'UPDATED', 'UPDATED']);
    expect(
      updateIn(answer)
        .sessions.map(({ handle }) => handle)
        .toSorted(),
    ).toEqual(sessions.map(({ handle }) => handle).toSorted());
    await sessions[0]?.refresh();
    expect(sessions[0]?.token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it("with an administrator's session does the same, and a new sign-in has the claim", async () => {
    const { user } = await userWithSessions();
    const answer = await administrator.session.send(UPDATE, {
      input: { user: { email: user.email }, claims: { plan: 'PRO' } },
    });
    expect(statuses(answer)).toEqual(['UPDATED', 'UPDATED', 'UPDATED']);
    expect(updateIn(answer).standing).toMatchObject({ status: 'UPDATED' });
    expect((await user.signIn()).token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it('shows at the next request of a session, without a refresh', async () => {
    const { user } = await userWithSessions();
    await withKey({ user: { id: user.id }, claims: { plan: 'PRO' } });
    const { status, data } = await user.session.send('{ mySession { claims { plan } } }');
    expect({ status, data }).toEqual({ status: 200, data: { mySession: { claims: { plan: 'PRO' } } } });
    expect(user.session.token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it('with LIVE_SESSIONS leaves new sign-ins alone', async () => {
    const { user } = await userWithSessions();
    const answer = await withKey({ user: { id: user.id }, claims: { plan: 'PRO' }, reach: 'LIVE_SESSIONS' });
    expect(updateIn(answer).standing).toBeNull();
    expect((await user.signIn()).token).not.toHaveProperty(['https://example.com/plan']);
  });

  it('takes a removed claim away from new sessions too', async () => {
    const { user } = await userWithSessions();
    await withKey({ user: { id: user.id }, claims: { plan: 'PRO', additional: { beta: true } } });
    await withKey({ user: { id: user.id }, claims: { plan: null } });
    const { token } = await user.signIn();
    expect(token).toMatchObject({ beta: true });
    expect(token).not.toHaveProperty(['https://example.com/plan']);
  });

  it('says UNCHANGED where there is nothing to do', async () => {
    const { user } = await userWithSessions();
    await withKey({ user: { id: user.id }, claims: { plan: 'PRO' } });
    const again = await withKey({ user: { id: user.id }, claims: { plan: 'PRO' } });
    expect(statuses(again)).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED']);
    expect(updateIn(again).standing).toMatchObject({
      status: 'UNCHANGED',
      changes: { added: [], updated: [], removed: [] },
    });
  });

  it('with REPLACE leaves only what is named and what nobody may write', async () => {
    const { user } = await userWithSessions();
    await withKey({ user: { id: user.id }, claims: { plan: 'PRO', additional: { a: 1 } } });
    await withKey({ user: { id: user.id }, claims: { theme: 'DARK' }, mode: 'REPLACE' });
    await user.session.refresh();
    expect(user.session.token).toMatchObject({ theme: 'DARK', iss: expect.any(String) as string });
    expect(user.session.token).not.toHaveProperty('a');
    const { token } = await user.signIn();
    expect(token).toMatchObject({ theme: 'DARK' });
    expect(token).not.toHaveProperty('a');
  });

  it('tries without writing', async () => {
    const { user } = await userWithSessions();
    const answer = await withKey({ user: { id: user.id }, claims: { plan: 'PRO' }, dryRun: true });
    expect(statuses(answer)).toEqual(['UPDATED', 'UPDATED', 'UPDATED']);
    await user.session.refresh();
    expect(user.session.token).not.toHaveProperty(['https://example.com/plan']);
    expect((await user.signIn()).token).not.toHaveProperty(['https://example.com/plan']);
  });

  it('rejects the one session whose token would be too large, and changes the others', async () => {
    const { user, sessions } = await userWithSessions();
    await user.session.send(
      'mutation ($claims: MyClaimsPatch!) { updateMyClaims(input: { claims: $claims }) { userErrors { code } } }',
      {
        claims: { additional: { app_x: 'x'.repeat(1000) } },
      },
    );
    const answer = await withKey({ user: { id: user.id }, claims: { additional: { y: 'y'.repeat(1500) } } });
    const byHandle = new Map(updateIn(answer).sessions.map(({ handle, status }) => [handle, status]));
    expect(sessions.map(({ handle }) => byHandle.get(handle))).toEqual(['REJECTED', 'UPDATED', 'UPDATED']);
  });

  it('loses no update for sign-ins that race with it', async () => {
    const user = await signUp(claimset.url);
    // A few at a time: one address may not have many sign-ins waiting.
    for (const plan of ['PRO', 'FREE', 'PRO', 'FREE', 'PRO', 'FREE', 'PRO', 'FREE']) {
      const racing = Array.from({ length: 12 }, () => user.signIn());
      const answer = await withKey({ user: { id: user.id }, claims: { plan } });
      expect(updateIn(answer).standing).toMatchObject({ status: 'UPDATED' });
      const sessions = await Promise.all(racing);
      await Promise.all(sessions.map((session) => session.refresh()));
      expect(sessions.filter(({ token }) => token['https://example.com/plan'] !== plan)).toEqual([]);
    }
  });

  it('changes sessions of an id that the core does not know, and tells where there is none', async () => {
    const missing = await withKey({ user: { id: randomUUID() }, claims: { plan: 'PRO' } });
    expect(updateIn(missing).userErrors).toEqual([{ code: 'USER_NOT_FOUND', path: ['user', 'id'] }]);
    const unknown = await withKey({ user: { email: 'nobody@example.com' }, claims: { plan: 'PRO' } });
    expect(updateIn(unknown).userErrors).toEqual([{ code: 'USER_NOT_FOUND', path: ['user', 'email'] }]);
  });

  it('on oneself brings the new token with the response', async () => {
    await administrator.session.send(UPDATE, { input: { user: { id: administrator.id }, claims: { plan: 'PRO' } } });
    expect(administrator.session.token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });
});

describe('who may', () => {
  const input = (user: TestUser) => ({ user: { id: user.id }, claims: { plan: 'PRO' } });

  it.each([
    ['a wrong key', 'cs_wrong'],
    ['a key without the scope', reader.key],
  ])('%s is forbidden, and a session does not stand in for it', async (_name, key) => {
    const { status, errors } = await administrator.session.send(
      UPDATE,
      { input: input(administrator) },
      { 'x-api-key': key },
    );
    expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 200, codes: ['FORBIDDEN'] });
  });

  it('a user without the permission is forbidden', async () => {
    const user = await signUp(claimset.url);
    const { status, errors } = await user.session.send(UPDATE, { input: input(user) });
    expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 200, codes: ['FORBIDDEN'] });
  });

  it('nobody is unauthenticated', async () => {
    const { status, errors } = await send(claimset.url, UPDATE, { input: input(administrator) });
    expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  it('an administrator whose session was revoked is noticed, although the token is still valid', async () => {
    const session = await administrator.signIn();
    await session.signOut();
    const { status, errors } = await session.send(UPDATE, { input: input(administrator) });
    expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  it('an administrator reads a user with sessions and standing claims; others do not', async () => {
    const query =
      'query ($id: ID!) { user(by: { id: $id }) { emails sessions { edges { node { id } } } standingClaims { theme } } }';
    const user = await signUp(claimset.url);
    await withKey({ user: { id: user.id }, claims: { theme: 'DARK' } });
    const { data } = await administrator.session.send(query, { id: user.id });
    expect(data).toEqual({
      user: {
        emails: [user.email],
        sessions: { edges: [{ node: { id: user.session.handle } }] },
        standingClaims: { theme: 'DARK' },
      },
    });
    expect((await user.session.send(query, { id: user.id })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await send(claimset.url, query, { id: user.id }, { 'x-api-key': reader.key })).errors).toEqual([]);
  });
});
