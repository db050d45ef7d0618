import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { signUp, type TestUser } from '../support/user.ts';

const MINE = `mutation ($key: ID, $additional: JSONObject!, $ifVersion: String) {
  updateMyClaims(input: { claims: { additional: $additional }, ifVersion: $ifVersion, idempotencyKey: $key }) {
    session { claims { additional } } changes { added updated removed } change { id } userErrors { code path }
  }
}`;
const USER = `mutation ($key: ID, $id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: LIVE_SESSIONS, idempotencyKey: $key }) {
    user { id } sessions { handle status changes { added } } change { id } userErrors { code path }
  }
}`;
const COUNT = 'query ($id: ID!) { claimsChanges(where: { userId: $id }) { edges { node { id } } } }';
/** As a database that fails right after the change: no answer is kept. */
const FAIL = `CREATE FUNCTION claimset.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.answer IS NOT NULL THEN RAISE EXCEPTION 'no answer is kept'; END IF; RETURN NEW; END $$;
  CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON claimset.commands FOR EACH ROW EXECUTE FUNCTION claimset.fail()`;
const RECOVER = 'DROP FUNCTION IF EXISTS claimset.fail() CASCADE';

const apiKey = createApiKey('crm', ['claims:read', 'claims:write', 'claims:audit']);
const headers = { 'x-api-key': apiKey.key };
const isWrite = (call: string): boolean => /^(POST .*regenerate|PUT .*jwt\/data)/.test(call);

let core: Awaited<ReturnType<typeof startTestCore>>;
let postgres: TestPostgres;
let proxy: CoreProxy;
let servers: readonly [Claimset, Claimset];
let user: TestUser;
let key: string;

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  proxy = await startCoreProxy(core.url);
  const start = (): Promise<Claimset> =>
    startClaimset({
      ...{ SUPERTOKENS_CONNECTION_URI: proxy.url, DATABASE_URL: postgres.connectionString, EMAIL_PASSWORD: 'on' },
      ...{ API_KEYS: apiKey.entry, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' },
    });
  servers = await Promise.all([start(), start()]);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await proxy.close();
  await Promise.all([core.close(), postgres.stop()]);
});

beforeEach(async () => {
  key = randomUUID();
  user = await signUp(servers[0].url);
});

afterEach(async () => {
  proxy.decide(() => 'pass');
  await postgres.query(RECOVER);
});

const mine = (theme: string, given: object = {}) => user.session.send(MINE, { key, additional: { theme }, ...given });
const ofUser = (plan: string, url = servers[0].url) =>
  send(url, USER, { key, id: user.id, additional: { plan } }, headers);

async function countChanges(): Promise<number> {
  const { data } = await send(servers[0].url, COUNT, { id: user.id }, headers);
  return z.object({ claimsChanges: z.object({ edges: z.array(z.unknown()) }) }).parse(data).claimsChanges.edges.length;
}

function payloadOf({ data, errors }: GraphQLAnswer): Record<string, unknown> {
  expect(errors).toEqual([]);
  const [payload] = Object.values(z.record(z.string(), z.record(z.string(), z.unknown())).parse(data));
  return payload ?? {};
}

describe('an idempotency key', () => {
  it('lets a user change their claims once, and brings the newest token to whoever repeats it', async () => {
    const old = user.session.accessToken;
    const first = payloadOf(await mine('DARK'));
    await user.session.send(MINE, { additional: { theme: 'SEPIA' } });
    user.session.accessToken = old;
    const second = payloadOf(await mine('DARK'));
    expect(second).toEqual({ ...first, session: { claims: { additional: { theme: 'SEPIA' } } } });
    expect(user.session.token).toMatchObject({ theme: 'SEPIA' });
    expect(await countChanges()).toBe(2);
  });

  it('lets two servers do a command once, where it comes at the same time', async () => {
    const answers = await Promise.all([...servers, ...servers].map(({ url }) => ofUser('pro', url)));
    const payloads = answers.map(payloadOf);
    expect(payloads[0]).toMatchObject({ sessions: [{ status: 'UPDATED', changes: { added: ['plan'] } }] });
    for (const payload of payloads) expect(payload).toEqual(payloads[0]);
    expect(await countChanges()).toBe(1);
  });

  it('is refused with another input, and in another session', async () => {
    await mine('DARK');
    const other = await user.signIn();
    for (const answer of [await mine('LIGHT'), await other.send(MINE, { key, additional: { theme: 'DARK' } })]) {
      expect(payloadOf(answer)).toMatchObject({
        userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }],
        change: null,
      });
    }
    expect(await countChanges()).toBe(1);
  });

  it('remembers that nothing was to be done, and that the version was another', async () => {
    await mine('DARK', { key: null });
    expect(payloadOf(await mine('DARK'))).toMatchObject({ changes: { updated: [] }, change: null });
    const conflict = { key: `${key}-2`, ifVersion: 'x' };
    await mine('LIGHT', conflict);
    await mine('LIGHT', { key: null });
    expect(payloadOf(await mine('DARK'))).toMatchObject({ changes: { updated: [] }, change: null });
    expect(payloadOf(await mine('LIGHT', conflict))).toMatchObject({ userErrors: [{ code: 'VERSION_CONFLICT' }] });
  });

  it('may have 100 characters', async () => {
    const { errors } = await mine('DARK', { key: 'x'.repeat(101) });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['updateMyClaims'] }]);
    expect(payloadOf(await mine('DARK', { key: 'x'.repeat(100) }))).toMatchObject({ userErrors: [] });
  });
});

describe('a command whose answer was not kept', () => {
  it('is answered from the ledger when it comes again, and not done again', async () => {
    await postgres.query(FAIL);
    const first = payloadOf(await mine('DARK'));
    await user.session.send(MINE, { additional: { theme: 'SEPIA' } });
    await postgres.query(RECOVER);
    expect(payloadOf(await mine('DARK'))).toMatchObject({
      ...{ change: first['change'], changes: first['changes'], userErrors: [] },
      session: { claims: { additional: { theme: 'SEPIA' } } },
    });
  });

  it('is an error where nothing was written', async () => {
    await postgres.query(FAIL);
    const { errors } = await mine('DARK', { ifVersion: 'x' });
    expect(errors).toMatchObject([{ code: 'LEDGER_UNAVAILABLE', outcome: 'NOT_APPLIED' }]);
  });

  it('of many sessions goes on where it ended', async () => {
    const others = [await user.signIn(), await user.signIn()];
    let writes = 0;
    proxy.decide((call) => (isWrite(call) && (writes += 1) === 2 ? 'close before' : 'pass'));
    const first = payloadOf(await ofUser('pro'));
    proxy.decide(() => 'pass');
    const statuses = z.array(z.object({ status: z.string() })).parse(first['sessions']);
    expect(statuses.map(({ status }) => status).sort()).toEqual(['UNKNOWN', 'UPDATED', 'UPDATED']);
    const again = payloadOf(await ofUser('pro'));
    expect(again).toMatchObject({ change: first['change'], sessions: Array(3).fill({ status: 'UPDATED' }) });
    for (const session of [...others, user.session]) {
      await session.send('{ mySession { id } }');
      expect(session.token).toMatchObject({ plan: 'pro' });
    }
  });
});

describe('a write that was not answered', () => {
  it.each(['close after', 'close before'] as const)('(%s) is settled before its command is answered', async (fate) => {
    proxy.decide((call) => (isWrite(call) ? fate : 'pass'));
    const { errors } = await mine('DARK');
    expect(errors).toMatchObject([{ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' }]);
    proxy.decide(() => 'pass');
    expect(payloadOf(await mine('DARK'))).toMatchObject({
      ...{ session: { claims: { additional: { theme: 'DARK' } } }, changes: { added: ['theme'] }, userErrors: [] },
    });
    expect(user.session.token).toMatchObject({ theme: 'DARK' });
    await mine('DARK');
  });

  it('stays UNKNOWN while the core does not answer', async () => {
    proxy.decide((call) => (isWrite(call) ? 'close before' : 'pass'));
    await mine('DARK');
    const { errors } = await mine('DARK');
    expect(errors).toMatchObject([{ outcome: 'UNKNOWN' }]);
  });
});
