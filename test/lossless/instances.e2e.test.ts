import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { userErrors { code } }
}`;
const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) {
    sessions { status }
    standing { status }
  }
}`;
const apiKey = createApiKey('tests', ['claims:write']);

let core: RunningCore;
let postgres: TestPostgres;
let instances: readonly Claimset[];
let plain: SdkApp;
let plains: readonly SdkApp[];
let app: SdkApp;

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  const DATABASE_URL = postgres.connectionString;
  const onCore = {
    SUPERTOKENS_CONNECTION_URI: core.url,
    API_KEYS: apiKey.entry,
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    EMAIL_PASSWORD: 'on',
    DATABASE_URL,
  };
  [plains, app, ...instances] = await Promise.all([
    Promise.all([1, 2, 3].map(() => startSdkApp({ CORE_URI: core.url }))),
    startSdkApp({ CORE_URI: core.url, PLUGINS: 'lossless+standing', DATABASE_URL }),
    startClaimset(onCore),
    startClaimset(onCore),
    startClaimset(onCore),
  ]);
  plain = plains[0] ?? app;
}, 120_000);

afterAll(async () => {
  await Promise.all([...plains, app, ...instances].map((one) => one.stop()));
  await Promise.all([core.close(), postgres.stop()]);
});

const at = (turn: number): string => instances[turn % instances.length]?.url ?? '';
const mine = (turn: number, session: AppSession, additional: object) =>
  send(at(turn), MINE, { additional }, { authorization: `Bearer ${session.accessToken}` });
const administrator = (turn: number, id: string, additional: object) =>
  send(at(turn), USER, { id, additional }, { 'x-api-key': apiKey.key });

async function keysOf(session: AppSession): Promise<string[]> {
  const stored = (await plain.stored(session.handle)) as object;
  return Object.keys(stored)
    .filter((key) => key !== 'iss' && key !== 'st-cset')
    .toSorted();
}

describe('L12: three servers on one core', () => {
  async function mergeEverywhere(
    apps: readonly SdkApp[],
    merge: (on: SdkApp, session: AppSession, key: string) => unknown,
  ) {
    const session = await plain.signIn({ admin: true });
    await apps[0]?.call('/merge-by-handle', { handle: session.handle, patch: { admin: null } });
    const keys = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    await Promise.all(keys.map((key, turn) => merge(apps[turn % apps.length] ?? plain, session, key)));
    return keysOf(session);
  }
  const byToken = (on: SdkApp, session: AppSession, key: string) =>
    on.call('/merge', { [key]: true }, session.accessToken);
  const withHandle = (on: SdkApp, { handle }: AppSession, key: string) =>
    on.call('/merge-by-handle', { handle, patch: { [key]: true } });

  it('the plain SDK loses all merges with one stale token but the last, and brings back what was removed', async () => {
    const keys = await mergeEverywhere(plains, byToken);
    expect(keys).toHaveLength(2);
    expect(keys).toContain('admin');
  });

  it('the plain SDK loses merges by handle', async () => {
    expect((await mergeEverywhere(plains, withHandle)).length).toBeLessThan(12);
  });
  it('merges with one stale token, each at another server, are all kept', async () => {
    const session = await plain.signIn();
    const keys = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    await Promise.all(keys.map((key, turn) => mine(turn, session, { [key]: true })));
    expect(await keysOf(session)).toEqual(keys);
  });

  it('a claim that is removed at one server stays removed when another merges with the old token', async () => {
    const session = await plain.signIn({ admin: true });
    await administrator(0, session.userId, { admin: null });
    await Promise.all([1, 2].map((turn) => mine(turn, session, { [`k${turn}`]: true })));
    expect(await keysOf(session)).toEqual(['k1', 'k2']);
  });

  it('changes by handle and by token at once are all kept', async () => {
    const session = await plain.signIn();
    const turns = Array.from({ length: 15 }, (_, i) => i);
    await Promise.all([
      ...turns.map((turn) => mine(turn, session, { [`mine${turn}`]: true })),
      ...turns.map((turn) => administrator(turn + 1, session.userId, { [`theirs${turn}`]: true })),
    ]);
    expect(await keysOf(session)).toHaveLength(30);
  });

  it('50 updates of one session at once, each of another claim, over two servers are all kept', async () => {
    const session = await plain.signIn();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => mine(i % 2, session, { [`k${i}`]: true })));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await keysOf(session)).toHaveLength(50);
  });
});

describe('an application with the plugins beside Claimset', () => {
  it('starts its sessions with the standing claims', async () => {
    const session = await app.signIn();
    await administrator(0, session.userId, { plan: 'pro' });
    expect((await app.signIn({}, session.userId)).payload).toMatchObject({ plan: 'pro' });
  });

  it('shares the lock: merges from both sides at once are all kept', async () => {
    const session = await app.signIn();
    const turns = Array.from({ length: 20 }, (_, i) => i);
    await Promise.all([
      ...turns.map((turn) => mine(turn, session, { [`api${turn}`]: true })),
      ...turns.map((turn) => app.call('/merge', { [`app${turn}`]: true }, session.accessToken)),
    ]);
    expect(await keysOf(session)).toHaveLength(40);
  });
});

describe('PostgreSQL goes away', () => {
  it('and each update ends as not done, and is done again when it is back', async () => {
    const session = await plain.signIn();
    await mine(0, session, { before: true });
    await postgres.halt();
    const { status, errors } = await mine(0, session, { during: true });
    expect({ status, errors }).toMatchObject({
      status: 503,
      errors: [{ code: 'LOCKS_UNAVAILABLE', outcome: 'NOT_APPLIED' }],
    });
    await postgres.resume();
    expect((await mine(0, session, { after: true })).errors).toEqual([]);
    expect(await keysOf(session)).toEqual(['after', 'before']);
  });

  it('during a sign-up, which does not say that nothing was written: the account is there', async () => {
    const formFields = [
      { id: 'email', value: 'during@example.com' },
      { id: 'password', value: 'correct-horse-1' },
    ];
    const post = (path: string) =>
      fetch(`${at(0)}/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'st-auth-mode': 'header' },
        body: JSON.stringify({ formFields }),
      });
    await postgres.halt();
    const answer = await post('signup');
    const { errors } = (await answer.json()) as { errors: unknown };
    expect(answer.status).toBe(503);
    expect(errors).toMatchObject([{ extensions: { code: 'LOCKS_UNAVAILABLE', outcome: 'UNKNOWN' } }]);
    await postgres.resume();
    expect(await (await post('signin')).json()).toMatchObject({ status: 'OK' });
  });

  it('in the middle of many updates, and nothing that was acknowledged is lost', { timeout: 90_000 }, async () => {
    const session = await plain.signIn();
    const keys = Array.from({ length: 60 }, (_, i) => `k${i}`);
    const updates = keys.map(async (key, turn) => ({ key, answer: await mine(turn, session, { [key]: true }) }));
    await postgres.restart();
    const ended = await Promise.all(updates);
    const stored = await keysOf(session);
    const acknowledged = ended.filter(({ answer }) => answer.errors.length === 0).map(({ key }) => key);
    const notDone = ended.filter(({ answer }) => answer.errors.some(({ outcome }) => outcome === 'NOT_APPLIED'));
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    expect(stored.filter((key) => notDone.some((one) => one.key === key))).toEqual([]);
  });
});

describe('a flood on one session', () => {
  it('is carried out together, and hurts no other session', async () => {
    const [flooded, other] = [await plain.signIn(), await plain.signIn()];
    const keys = Array.from({ length: 400 }, (_, i) => `k${i}`);
    const flood = keys.map(async (key) => ({ key, answer: await mine(0, flooded, { [key]: 1 }) }));
    const { errors } = await mine(0, other, { calm: true });
    expect(errors).toEqual([]);
    const ended = await Promise.all(flood);
    expect(ended.flatMap(({ answer }) => answer.errors)).toEqual([]);
    // A token has room for some of them; the others are told so.
    const fits = ended.filter(({ answer }) => JSON.stringify(answer.data).includes('"userErrors":[]'));
    expect(fits.length).toBeGreaterThan(100);
    expect(await keysOf(flooded)).toEqual(fits.map(({ key }) => key).toSorted());
  });
});
