import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { signUp, type TestSession, type TestUser } from '../support/user.ts';
import { CHANGES, REVERT } from './history-operations.ts';

const auditor = createApiKey('auditor', ['claims:audit', 'claims:write', 'claims:read']);
const audit = { 'x-api-key': auditor.key };

const UPDATE = `mutation ($id: ID!, $additional: JSONObject!, $reason: String) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reason: $reason }) {
    change { id reason } standing { status } sessions { status } userErrors { code }
  }
}`;
const CHANGE = `query ($id: ID!) { claimsChange(id: $id) {
  by { kind id } causedBy { id } revertedBy { reason }
  targets { edges { node { sessionHandle standing status diffs { key before after } } } }
} }`;
const PROVENANCE = '{ mySession { provenance { key value change { id reason } } claims { additional } } }';

const SESSIONS = `query ($id: ID!) {
  user(by: { id: $id }) { sessions { edges { node { handle provenance { key change { id } } } } } }
}`;

const session = z.object({
  handle: z.string(),
  provenance: z.array(z.object({ key: z.string(), change: z.unknown() })),
});
const users = z.object({
  user: z.object({ sessions: z.object({ edges: z.array(z.object({ node: session })) }) }),
});
const mine = z.object({ mySession: z.object({ provenance: z.array(z.looseObject({ key: z.string() })) }) });
const updated = z.object({ updateUserClaims: z.object({ change: z.object({ id: z.string() }) }) });
const shown = z.object({
  claimsChange: z.object({ targets: z.object({ edges: z.array(z.object({ node: z.unknown() })) }) }),
});
const newest = z.object({
  claimsChanges: z.object({ edges: z.tuple([z.object({ node: z.object({ id: z.string() }) })]) }),
});

describe.each(['a file', 'PostgreSQL'])('a change of the claims for future sessions, with the ledger in %s', (kind) => {
  let core: Awaited<ReturnType<typeof startTestCore>> | null;
  let postgres: TestPostgres | null;
  let claimset: Claimset;
  let ada: TestUser;
  let admin: TestUser;
  let since: TestSession;
  let change: string;

  beforeAll(async () => {
    const isShared = kind === 'PostgreSQL';
    [core, postgres] = isShared ? await Promise.all([startTestCore(), startPostgres()]) : [null, null];
    const shared: Record<string, string> =
      core === null || postgres === null
        ? {}
        : { SUPERTOKENS_CONNECTION_URI: core.url, EMAIL_PASSWORD: 'on', DATABASE_URL: postgres.connectionString };
    claimset = await startClaimset({
      ...{ API_KEYS: auditor.entry, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' },
      ...shared,
    });
    [ada, admin] = await Promise.all([signUp(claimset.url), signUp(claimset.url)]);
    await runCli(['grant', admin.email, 'claims:write'], { DATA_DIR: claimset.dataDir, ...shared });
    const variables = { id: ada.id, additional: { plan: 'PRO', trial: null }, reason: 'paid' };
    change = updated.parse((await admin.session.send(UPDATE, variables)).data).updateUserClaims.change.id;
    since = await ada.signIn();
  });

  afterAll(async () => {
    await claimset.stop();
    await postgres?.stop();
    await core?.close();
  });

  const withKey = async (query: string, variables: object) => (await send(claimset.url, query, variables, audit)).data;
  const targetsOf = async (id: string) =>
    shown.parse(await withKey(CHANGE, { id })).claimsChange.targets.edges.map(({ node }) => node);

  it('is in the history, with what it did there and in the sessions that lived', async () => {
    const diffs = [{ key: 'plan', before: null, after: 'PRO' }];
    expect(await targetsOf(change)).toEqual([
      {
        ...{ sessionHandle: null, standing: true, status: 'APPLIED' },
        diffs: [...diffs, { key: 'trial', before: null, after: null }],
      },
      { sessionHandle: ada.session.handle, standing: false, status: 'APPLIED', diffs },
    ]);
  });

  it('is where a session that begins later has its claims from', async () => {
    const { data } = await since.send(PROVENANCE);
    const { provenance } = mine.parse(data).mySession;
    expect(provenance.find(({ key }) => key === 'plan')).toMatchObject({ value: 'PRO', change: { id: change } });
    const found = await withKey(CHANGES, { where: { sessionHandle: since.handle } });
    const beginning = await withKey(CHANGE, { id: newest.parse(found).claimsChanges.edges[0].node.id });
    expect(beginning).toMatchObject({ claimsChange: { by: { kind: 'SYSTEM' }, causedBy: { id: change } } });
  });

  // A ledger in a file is of one process.
  if (kind === 'PostgreSQL')
    it('is where a session that an application begins has its claims from', async () => {
      const [url, connectionString] = [core?.url ?? '', postgres?.connectionString ?? ''];
      const options = { CORE_URI: url, PLUGINS: 'lossless+standing', LEDGER: 'on', DATABASE_URL: connectionString };
      const application: SdkApp = await startSdkApp(options);
      try {
        const carol = await signUp(claimset.url);
        const data = await withKey(UPDATE, { id: carol.id, additional: { plan: 'TEAM' } });
        const { id } = updated.parse(data).updateUserClaims.change;
        const { handle, payload } = await application.signIn({ mine: 1 }, carol.id);
        expect(payload).toMatchObject({ plan: 'TEAM', mine: 1 });
        const found = users.parse(await withKey(SESSIONS, { id: carol.id })).user.sessions.edges;
        const provenance = found.find(({ node }) => node.handle === handle)?.node.provenance ?? [];
        const changes = Object.fromEntries(provenance.map((one) => [one.key, one.change]));
        expect(changes).toMatchObject({ plan: { id }, mine: null });
      } finally {
        await application.stop();
      }
    });

  it('is a change even where no session lives', async () => {
    const bob = await signUp(claimset.url);
    await bob.session.signOut();
    const data = await withKey(UPDATE, { id: bob.id, additional: { plan: 'TEAM' } });
    expect(data).toMatchObject({ updateUserClaims: { standing: { status: 'UPDATED' }, sessions: [] } });
    const { id } = updated.parse(data).updateUserClaims.change;
    expect(await targetsOf(id)).toMatchObject([{ standing: true, status: 'APPLIED' }]);
    const again = await withKey(UPDATE, { id: bob.id, additional: { plan: 'TEAM' } });
    expect(again).toMatchObject({ updateUserClaims: { change: null, standing: { status: 'UNCHANGED' } } });
  });

  it('is undone there, in the sessions that lived, and in those that began since', async () => {
    const data = await withKey(REVERT, { input: { change, reason: 'refunded' } });
    const back = { status: 'APPLIED', diffs: [{ key: 'plan', before: 'PRO', after: null }] };
    expect(data).toMatchObject({
      revertClaimsChange: {
        targets: [{ sessionHandle: null, status: 'APPLIED' }, { sessionHandle: ada.session.handle, ...back }, back],
        userErrors: [],
      },
    });
    for (const session of [ada.session, since, await ada.signIn()]) {
      expect((await session.send(PROVENANCE)).data).toMatchObject({ mySession: { claims: { additional: {} } } });
      expect((await session.send(PROVENANCE)).data).not.toHaveProperty('mySession.claims.additional.plan');
    }
    const user = await withKey('query ($id: ID!) { user(by: { id: $id }) { standingClaims { additional } } }', ada);
    expect(user).toEqual({ user: { standingClaims: { additional: {} } } });
    expect(await withKey(CHANGE, { id: change })).toMatchObject({
      claimsChange: { revertedBy: [{ reason: 'refunded' }] },
    });
  });

  it('is not undone in a session whose user had set the same', async () => {
    const bob = await signUp(claimset.url);
    const mine = 'mutation { updateMyClaims(input: { claims: { additional: { theme: "DARK" } } }) { change { id } } }';
    await bob.session.send(mine);
    const data = await withKey(UPDATE, { id: bob.id, additional: { theme: 'DARK' } });
    expect(data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UNCHANGED' }] } });
    const later = await bob.signIn();
    const { id } = updated.parse(data).updateUserClaims.change;
    expect(await withKey(REVERT, { input: { change: id } })).toMatchObject({
      revertClaimsChange: { targets: [{ sessionHandle: null }, { sessionHandle: later.handle }], userErrors: [] },
    });
    expect((await bob.session.send(PROVENANCE)).data).toHaveProperty('mySession.claims.additional.theme', 'DARK');
    expect((await later.send(PROVENANCE)).data).not.toHaveProperty('mySession.claims.additional.theme');
  });
});
