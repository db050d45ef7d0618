import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { signUp, type TestUser } from '../support/user.ts';
import { CHANGES, REVERT, UPDATE_MINE, UPDATE_USER } from './history-operations.ts';

const auditor = createApiKey('auditor', ['claims:audit', 'claims:write']);
const ONE = 'query ($id: ID!) { claimsChange(id: $id) { id } }';
const TARGETS = `query ($id: ID!, $after: String) {
  claimsChange(id: $id) { targets(first: 1, after: $after) { pageInfo { endCursor } } }
}`;
const END = `mutation ($handle: ID!, $reason: String) {
  endSession(input: { handle: $handle, reason: $reason }) { ended userErrors { code path } }
}`;
const TOO_LONG = 'x'.repeat(501);

let core: Awaited<ReturnType<typeof startTestCore>>;
let postgres: TestPostgres;
/** The same service, before and after its owner has allowed users fewer claims. */
let before: Claimset;
let now: Claimset;
let ada: TestUser;
let bob: TestUser;
/** Changes of Ada's claims: by herself, by the back end. */
let own: string;
let given: string;

const made = z.record(z.string(), z.object({ change: z.object({ id: z.string() }) }));
const idOf = ({ data }: GraphQLAnswer): string => Object.values(made.parse(data))[0]?.change.id ?? '';
const withKey = (query: string, variables: object) => send(now.url, query, variables, { 'x-api-key': auditor.key });
const asUser = ({ session }: TestUser, query: string, variables: object) =>
  send(now.url, query, variables, { authorization: `Bearer ${session.accessToken}` });

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  const env = {
    ...{ SUPERTOKENS_CONNECTION_URI: core.url, DATABASE_URL: postgres.connectionString, EMAIL_PASSWORD: 'on' },
    API_KEYS: auditor.entry,
  };
  [before, now] = await Promise.all([
    startClaimset({ ...env, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' }),
    startClaimset(env),
  ]);
  [ada, bob] = await Promise.all([signUp(before.url), signUp(before.url)]);
  own = idOf(await ada.session.send(UPDATE_MINE, { additional: { mood: 'good', app_x: 1 } }));
  given = idOf(await withKey(UPDATE_USER, { id: ada.id, additional: { seats: 5 } }));
});

afterAll(async () => {
  await Promise.all([before.stop(), now.stop()]);
  await Promise.all([core.close(), postgres.stop()]);
});

describe('a change that is asked for', () => {
  it.each(['x', '', 'a\0', randomUUID(), '00000000-0000-7000-8000-00000000000G'])('by %j is not there', async (id) => {
    expect(await withKey(ONE, { id })).toMatchObject({ data: { claimsChange: null }, errors: [] });
  });

  it('is not there where it is somebody else’s', async () => {
    expect((await asUser(ada, ONE, { id: own })).data).toEqual({ claimsChange: { id: own } });
    expect(await asUser(bob, ONE, { id: own })).toMatchObject({ data: { claimsChange: null }, errors: [] });
  });

  it.each([
    ['nonsense', () => 'nonsense'],
    ['of another change', async () => endCursorOf((await withKey(TARGETS, { id: own })).data)],
  ])('takes no cursor that is %s', async (_what, cursor) => {
    const { data, errors } = await withKey(TARGETS, { id: given, after: await cursor() });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['claimsChange', 'targets'] }]);
    expect(data).toEqual({ claimsChange: null });
  });
});

function endCursorOf(data: unknown): string {
  const pageInfo = z.object({ pageInfo: z.object({ endCursor: z.string() }) });
  return z.object({ claimsChange: z.object({ targets: pageInfo }) }).parse(data).claimsChange.targets.pageInfo
    .endCursor;
}

describe('a list of changes', () => {
  it.each(['nonsense', '', Buffer.from('["x","y"]').toString('base64url')])('takes no cursor %j', async (after) => {
    const { errors, status } = await withKey(CHANGES, { after });
    expect({ errors, status }).toMatchObject({ errors: [{ code: 'BAD_USER_INPUT' }], status: 200 });
  });

  it.each([{ since: 'yesterday' }, { status: 'LOST' }, { actorKind: 'NOBODY' }])('takes no %j', async (where) => {
    expect(await withKey(CHANGES, { where })).toMatchObject({ errors: [{ code: 'BAD_USER_INPUT' }], status: 400 });
  });
});

describe('an undo', () => {
  it('is refused where the claims file does not allow the claim any more, and nothing of it is done', async () => {
    const { data } = await asUser(ada, REVERT, { input: { change: own } });
    expect(data).toMatchObject({
      revertClaimsChange: { change: null, userErrors: [{ code: 'CLAIM_NOT_ALLOWED', path: ['change', 'mood'] }] },
    });
    const claims = await asUser(ada, '{ mySession { claims { additional } } }', {});
    expect(claims.data).toMatchObject({ mySession: { claims: { additional: { mood: 'good', app_x: 1 } } } });
  });

  it('is done for the claims that are still allowed, where the others are left out', async () => {
    const { data } = await asUser(ada, REVERT, { input: { change: own, keys: ['app_x'] } });
    expect(data).toMatchObject({ revertClaimsChange: { userErrors: [], change: { reverts: { id: own } } } });
  });

  it('of somebody else’s change is one of a change that there is not', async () => {
    for (const change of [own, given, randomUUID()]) {
      const { data } = await asUser(bob, REVERT, { input: { change } });
      expect(data).toMatchObject({ revertClaimsChange: { change: null, userErrors: [{ code: 'UNKNOWN_CHANGE' }] } });
    }
  });
});

describe('a reason that is too long', () => {
  it.each<[string, () => Promise<GraphQLAnswer>]>([
    ['an undo', () => withKey(REVERT, { input: { change: given, reason: TOO_LONG } })],
    [
      'an administrator’s change',
      () => withKey(UPDATE_USER, { id: ada.id, additional: { seats: 6 }, reason: TOO_LONG }),
    ],
    ['the end of a session', () => asUser(bob, END, { handle: bob.session.handle, reason: TOO_LONG })],
  ])('is a userError of %s, and nothing is done', async (_what, act) => {
    const { data, errors } = await act();
    expect(errors).toEqual([]);
    expect(Object.values(z.record(z.string(), z.unknown()).parse(data))).toMatchObject([
      { userErrors: [{ code: 'INVALID_REASON' }] },
    ]);
    expect((await asUser(bob, '{ mySession { id } }', {})).data).toMatchObject({ mySession: {} });
  });
});
