import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { signUp, type TestSession, type TestUser } from '../support/user.ts';
import { CHANGES, changesAnswer, REVERT, type Shown, UPDATE_MINE, UPDATE_USER } from './history-operations.ts';

const backend = createApiKey('crm', ['claims:read', 'claims:write']);
const auditor = createApiKey('auditor', ['claims:audit', 'claims:write']);
const audit = { 'x-api-key': auditor.key };
let core: Awaited<ReturnType<typeof startTestCore>>;
let postgres: TestPostgres;
let claimset: Claimset;
let plugin: SdkApp;
let ada: TestUser;
let admin: TestUser;
let session: TestSession;
let changes: readonly Shown[];

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  const shared = { DATABASE_URL: postgres.connectionString };
  const onCore = { SUPERTOKENS_CONNECTION_URI: core.url, EMAIL_PASSWORD: 'on', ...shared };
  claimset = await startClaimset({
    ...onCore,
    API_KEYS: [backend.entry, auditor.entry].join(','),
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
  });
  plugin = await startSdkApp({ CORE_URI: core.url, PLUGINS: 'lossless', LEDGER: 'on', ...shared });
  [ada, admin] = await Promise.all([signUp(claimset.url), signUp(claimset.url)]);
  await runCli(['grant', admin.email, 'claims:write', 'claims:audit'], onCore);
  session = ada.session;
  await changeAll();
  changes = await changesOf({ sessionHandle: session.handle });
});

afterAll(async () => {
  await Promise.all([claimset.stop(), plugin.stop()]);
  await Promise.all([core.close(), postgres.stop()]);
});

/** Everybody who can change the claims of a session does so, one after another. */
async function changeAll(): Promise<void> {
  await session.send(UPDATE_MINE, { additional: { theme: 'DARK' }, reason: 'dark is better' });
  await admin.session.send(UPDATE_USER, { id: ada.id, additional: { plan: 'PRO', seats: 5 }, reason: 'paid' });
  const { handle } = session;
  await plugin.call('/merge-by-handle', { handle, patch: { 'st-role': { v: ['editor'], t: 1 } } });
  await send(claimset.url, UPDATE_USER, { id: ada.id, additional: { seats: 9 } }, { 'x-api-key': backend.key });
  await plugin.call('/merge-by-handle', { handle, patch: { 'st-role': null } });
}

async function changesOf(where: object): Promise<Shown[]> {
  const { data } = await send(claimset.url, CHANGES, { where }, audit);
  return changesAnswer.parse(data).claimsChanges.edges.map(({ node }) => node);
}

const withKey = (query: string, variables: object) => send(claimset.url, query, variables, audit);
const diffsOf = ({ targets }: Shown) => targets.edges.flatMap(({ node }) => node.diffs);

describe('the history of a session', () => {
  it('has all changes in order: by whom, why, with the values before and after', () => {
    const told = changes.toReversed().map((change) => [change.by, change.reason, diffsOf(change)]);
    const application = { kind: 'APPLICATION', id: null, name: 'Application' };
    const byUser = (user: TestUser) => ({ kind: 'USER', id: user.id, name: null });
    const role = { v: ['editor'], t: 1 };
    expect(told).toEqual([
      [byUser(ada), 'dark is better', [{ key: 'theme', kind: 'ADDED', before: null, after: 'DARK' }]],
      [
        byUser(admin),
        'paid',
        [
          { key: 'plan', kind: 'ADDED', before: null, after: 'PRO' },
          { key: 'seats', kind: 'ADDED', before: null, after: 5 },
        ],
      ],
      [application, null, [{ key: 'st-role', kind: 'ADDED', before: null, after: role }]],
      [{ kind: 'API_KEY', id: 'crm', name: 'crm' }, null, [{ key: 'seats', kind: 'UPDATED', before: 5, after: 9 }]],
      [application, null, [{ key: 'st-role', kind: 'REMOVED', before: role, after: null }]],
    ]);
  });

  it('names for each claim of the token who put it there', async () => {
    const query = '{ mySession { provenance { key value change { by { kind id } reason } } } }';
    const { data, errors } = await session.send(query);
    expect(errors).toEqual([]);
    const { mySession } = z
      .object({ mySession: z.object({ provenance: z.array(z.looseObject({ key: z.string() })) }) })
      .parse(data);
    const found = Object.fromEntries(mySession.provenance.map((one) => [one.key, one]));
    expect(found).toMatchObject({
      theme: { value: 'DARK', change: { by: { kind: 'USER', id: ada.id }, reason: 'dark is better' } },
      plan: { value: 'PRO', change: { by: { kind: 'USER', id: null }, reason: null } },
      seats: { value: 9, change: { by: { kind: 'API_KEY', id: null }, reason: null } },
    });
    expect(Object.keys(found)).not.toContain('st-cset');
  });

  it.each([
    ['a key', () => ({ key: 'seats' }), 2],
    ['a kind of actor', () => ({ actorKind: 'APPLICATION' }), 2],
    ['an actor', () => ({ actorId: admin.id }), 1],
    ['a status', () => ({ status: 'NOT_APPLIED' }), 0],
    ['a time', () => ({ until: '2020-01-01T00:00:00+02:00' }), 0],
    ['what no database can hold', () => ({ key: 'a\0' }), 0],
  ])('can be asked for %s', async (_what, where, count) => {
    expect(await changesOf({ userId: ada.id, ...where() })).toHaveLength(count);
  });

  it('shows its owner what others did, and not who they were', async () => {
    const { data, errors } = await session.send(CHANGES);
    expect(errors).toEqual([]);
    const own = changesAnswer.parse(data).claimsChanges.edges.map(({ node }) => node);
    expect(own.map(diffsOf)).toEqual(changes.map(diffsOf));
    expect(own.map(({ by, reason }) => [by.kind, by.id ?? by.name, reason])).toEqual([
      ['APPLICATION', null, null],
      ['API_KEY', null, null],
      ['APPLICATION', null, null],
      ['USER', null, null],
      ['USER', ada.id, 'dark is better'],
    ]);
  });

  it('is not for who may only write', async () => {
    const variables = { id: ada.id, additional: { seats: 9 } };
    const query = UPDATE_USER.replace('change { id reason }', 'change { id targets { pageInfo { hasNextPage } } }');
    const headers = { 'x-api-key': backend.key };
    const { errors } = await send(claimset.url, CHANGES, {}, headers);
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', path: ['claimsChanges'] }]);
    const again = await send(claimset.url, query, { ...variables, additional: { other: 1 } }, headers);
    expect(again.errors).toMatchObject([{ code: 'FORBIDDEN', path: ['updateUserClaims', 'change', 'targets'] }]);
  });

  it('takes no cursor of another query, and no page that is too large', async () => {
    const { data } = await withKey(CHANGES, { first: 1 });
    const after = z.object({ claimsChanges: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) }).parse(data)
      .claimsChanges.pageInfo.endCursor;
    for (const variables of [{ after, where: { userId: ada.id } }, { first: 501 }]) {
      const { errors, status } = await withKey(CHANGES, variables);
      expect({ errors, status }).toMatchObject({ errors: [{ code: 'BAD_USER_INPUT' }], status: 200 });
    }
  });
});

describe('undoing', () => {
  it('the second of three leaves what the third has changed, and says so', async () => {
    const second = changes.find(({ reason }) => reason === 'paid');
    const { data } = await withKey(REVERT, { input: { change: second?.id, reason: 'refunded' } });
    expect(data).toMatchObject({
      revertClaimsChange: {
        change: { reverts: { id: second?.id } },
        targets: [
          { sessionHandle: session.handle, status: 'APPLIED', diffs: [{ key: 'plan', before: 'PRO', after: null }] },
        ],
        userErrors: [{ code: 'CHANGED_SINCE', path: ['change', 'seats'] }],
      },
    });
    const { data: after } = await session.send('{ mySession { claims { additional } } }');
    expect(after).toMatchObject({ mySession: { claims: { additional: { theme: 'DARK', seats: 9 } } } });
    const undone = await withKey('query ($id: ID!) { claimsChange(id: $id) { revertedBy { reason } } }', {
      id: second?.id,
    });
    expect(undone.data).toEqual({ claimsChange: { revertedBy: [{ reason: 'refunded' }] } });
  });

  it('one’s own change brings a new token at once', async () => {
    const own = changes.find(({ reason }) => reason === 'dark is better');
    expect(session.token).toMatchObject({ theme: 'DARK' });
    const { data } = await session.send(REVERT, { input: { change: own?.id } });
    expect(data).toMatchObject({ revertClaimsChange: { userErrors: [] } });
    expect(session.token).not.toHaveProperty('theme');
  });

  it.each([
    ['an unknown change', () => ({ change: 'x' }), 'UNKNOWN_CHANGE', ['change']],
    ['a reason too long', () => ({ change: changes[4]?.id, reason: 'x'.repeat(501) }), 'INVALID_REASON', ['reason']],
    ['a role', () => ({ change: changes[0]?.id }), 'RESERVED_CLAIM', ['change', 'st-role']],
  ])('%s is a userError', async (_what, input, code, path) => {
    const { data, errors } = await withKey(REVERT, { input: input() });
    expect([data, errors]).toMatchObject([{ revertClaimsChange: { userErrors: [{ code, path }] } }, []]);
  });

  it('a change of somebody else is one that there is not', async () => {
    const bob = await signUp(claimset.url);
    const { data } = await bob.session.send(REVERT, { input: { change: changes[1]?.id } });
    expect(data).toMatchObject({ revertClaimsChange: { userErrors: [{ code: 'UNKNOWN_CHANGE' }] } });
  });

  it('an undo is refused', async () => {
    const [undo] = await changesOf({ sessionHandle: session.handle });
    const { data } = await withKey(REVERT, { input: { change: undo?.id } });
    expect(data).toMatchObject({ revertClaimsChange: { userErrors: [{ code: 'INVALID_VALUE', path: ['change'] }] } });
  });
});

it('a reason too long is a userError of an update, beside those of its claims', async () => {
  const variables = { additional: { 'st-x': 1 }, reason: 'x'.repeat(501) };
  const { data } = await session.send(UPDATE_MINE, variables);
  expect(data).toMatchObject({
    updateMyClaims: { change: null, userErrors: [{ code: 'RESERVED_CLAIM' }, { code: 'INVALID_REASON' }] },
  });
});

describe('on the command line', () => {
  const env = () => ({
    DATABASE_URL: postgres.connectionString,
    SUPERTOKENS_CONNECTION_URI: core.url,
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
  });

  it('claimset history lists the changes of a user, by address or id', async () => {
    const [byEmail, byId] = await Promise.all([ada.email, ada.id].map((user) => runCli(['history', user], env())));
    expect(byEmail?.output).toContain(
      `USER ${ada.id}  dark is better\n  session ${session.handle}: theme: - -> "DARK"`,
    );
    expect(byId).toEqual(byEmail);
  });

  it('claimset revert undoes a change, and claimset forget erases the values', async () => {
    const { data } = await session.send(UPDATE_MINE, { additional: { theme: 'LIGHT' } });
    const made = z.object({ updateMyClaims: z.object({ change: z.object({ id: z.string() }) }) }).parse(data);
    const { id } = made.updateMyClaims.change;
    expect(await runCli(['revert', id, 'asked', 'by', 'mail'], env())).toMatchObject({ code: 0 });
    const [undo] = await changesOf({ userId: ada.id });
    expect(undo).toMatchObject({ reason: 'asked by mail', by: { kind: 'API_KEY', name: 'claimset-cli' } });
    expect(await runCli(['revert', 'x'], env())).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        'UNKNOWN_CHANGE: There is no such change: claimset history lists them.',
      ) as string,
    });
    expect((await runCli(['forget', `${ada.id}x`], env())).output).toContain('nothing was erased');
    expect(await runCli(['forget', ada.id], env())).toMatchObject({ code: 0 });
    const erased = await changesOf({ userId: ada.id });
    expect(new Set(erased.flatMap(diffsOf).flatMap(({ before, after }) => [before, after]))).toEqual(new Set([null]));
    const { data: refused } = await withKey(REVERT, { input: { change: id } });
    expect(refused).toMatchObject({ revertClaimsChange: { userErrors: [{ code: 'VALUES_ERASED' }] } });
  });
});
