import { describe, expect, it } from 'vitest';

import { keySchedule } from '../../src/embedded-core/tokens/key-schedule.ts';
import { type Client, clientOf } from './support/client.ts';
import { coreOptions, startTestCore } from './support/core.ts';
import { createSession, kidOf, refresh, regenerate, verify } from './support/session.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SETTINGS = { access_token_dynamic_signing_key_update_interval: 2, access_token_validity: 1800 };

interface TimedCore {
  readonly core: Client;
  readonly pass: (millis: number) => void;
}

async function timedCore(): Promise<TimedCore> {
  let now = Date.now();
  const core = clientOf((await startTestCore({ now: () => now }, SETTINGS)).url);
  // Who asks for the keys has the first ones made.
  await core.get('/.well-known/jwks.json');
  return { core, pass: (millis) => (now += millis) };
}

async function kids(core: Client, prefix: string): Promise<string[]> {
  const { body } = await core.get('/.well-known/jwks.json');
  return (body.keys ?? []).map(({ kid }) => kid).filter((kid) => kid.startsWith(prefix));
}

async function newKid(core: Client): Promise<unknown> {
  return kidOf((await createSession(core)).accessToken);
}

async function maxAge(core: Client): Promise<number> {
  const header = (await core.get('/.well-known/jwks.json')).headers.get('cache-control') ?? '';
  return Number(/^max-age=(\d+), must-revalidate$/.exec(header)?.[1]);
}

describe('the first keys', () => {
  it('are one of each kind, for which only who needs one waits', async () => {
    const core = clientOf((await startTestCore()).url);
    const [{ accessToken }, dynamic] = await Promise.all([createSession(core), kids(core, 'd-')]);
    expect(dynamic).toEqual([kidOf(accessToken)]);
    expect(await kids(core, 's-')).toHaveLength(1);
  });
});

describe('the rotating key', () => {
  it('is followed by one that appears a minute early, and signs a minute later', async () => {
    const { core, pass } = await timedCore();
    const [first] = await kids(core, 'd-');
    expect(await maxAge(core)).toBe(119 * 60);
    pass(119 * MINUTE - 1000);
    expect(await kids(core, 'd-')).toEqual([first]);
    expect(await maxAge(core)).toBe(1);
    pass(1000);
    const [, second] = await kids(core, 'd-');
    expect(second).toBeDefined();
    expect(await newKid(core)).toBe(first);
    pass(MINUTE);
    expect(await newKid(core)).toBe(second);
  });

  it('verifies for its interval and twice the validity of an access token', async () => {
    const { core, pass } = await timedCore();
    const [first] = await kids(core, 'd-');
    pass(3 * HOUR - 1000);
    expect(await kids(core, 'd-')).toContain(first);
    pass(1000);
    expect(await kids(core, 'd-')).not.toContain(first);
  });

  it('keeps tokens valid across the change', async () => {
    const { core, pass } = await timedCore();
    pass(2 * HOUR - 1000);
    const { accessToken } = await createSession(core);
    pass(20 * MINUTE);
    expect(await newKid(core)).not.toBe(kidOf(accessToken));
    expect((await verify(core, accessToken)).body.status).toBe('OK');
  });

  it('is not used after a pause in which it became too old, and lasts for the tokens that it signs', async () => {
    const { core, pass } = await timedCore();
    const [first] = await kids(core, 'd-');
    pass(2 * HOUR + 31 * MINUTE);
    const { accessToken, refreshToken } = await createSession(core);
    expect(kidOf(accessToken)).not.toBe(first);
    pass(29 * MINUTE);
    expect((await verify(core, accessToken)).body.status).toBe('OK');
    expect((await refresh(core, refreshToken)).body.status).toBe('OK');
  });

  it('is made once, however many ask for it at the same moment', async () => {
    const { core, pass } = await timedCore();
    pass(119 * MINUTE);
    await Promise.all(Array.from({ length: 20 }, () => createSession(core)));
    expect(await kids(core, 'd-')).toHaveLength(2);
  });

  it('does not change the lasting one', async () => {
    const { core, pass } = await timedCore();
    const lasting = await kids(core, 's-');
    const session = await createSession(core, { useDynamicSigningKey: false });
    pass(30 * HOUR);
    expect(await kids(core, 's-')).toEqual(lasting);
    const { body } = await refresh(core, session.refreshToken, { useDynamicSigningKey: false });
    expect(kidOf(body.accessToken?.token)).toBe(lasting[0]);
  });
});

describe('keys', () => {
  it('and sessions outlive the core', async () => {
    const { dataDir } = await coreOptions();
    const before = await startTestCore({ dataDir });
    const session = await createSession(clientOf(before.url));
    const keysBefore = await clientOf(before.url).get('/.well-known/jwks.json');
    await before.close();
    const core = clientOf((await startTestCore({ dataDir })).url);
    expect((await core.get('/.well-known/jwks.json')).body).toEqual(keysBefore.body);
    expect((await verify(core, session.accessToken, { checkDatabase: true })).body.status).toBe('OK');
    expect((await regenerate(core, session.accessToken, { b: 1 })).body.status).toBe('OK');
    expect((await refresh(core, session.refreshToken)).body.status).toBe('OK');
  });

  it('that have ended are removed', async () => {
    let now = Date.now();
    const { url } = await startTestCore({ now: () => now, cleanUpMillis: 10 }, SETTINGS);
    const [first] = await kids(clientOf(url), 'd-');
    now += 30 * HOUR;
    const asBefore = async (): Promise<string[]> => {
      now -= 30 * HOUR;
      const found = await kids(clientOf(url), 'd-');
      now += 30 * HOUR;
      return found;
    };
    await expect.poll(asBefore).not.toContain(first);
  });
});

describe('the schedule', () => {
  it('leaves room between keys, however short the interval is', async () => {
    const { settings } = await coreOptions({ access_token_dynamic_signing_key_update_interval: 0.001 });
    const schedule = keySchedule(settings);
    const key = { createdAt: 0 };
    expect(schedule.nextAt([])).toBe(-Infinity);
    expect(schedule.nextAt([key])).toBeGreaterThan(0);
    expect(schedule.nextAt([key])).toBeLessThan(3600);
    const next = { createdAt: schedule.nextAt([key]) };
    expect(schedule.signer([key, next], 3599)).toBe(key);
    expect(schedule.signer([key, next], 3600)).toBe(next);
  });

  it('lets no key sign beyond its interval, even if the next one was made late', async () => {
    const { settings } = await coreOptions({ access_token_dynamic_signing_key_update_interval: 1 });
    const schedule = keySchedule(settings);
    const key = { createdAt: 0 };
    const late = { createdAt: HOUR - 1 };
    expect(schedule.signer([late, key], HOUR - 1)).toBe(key);
    expect(schedule.signer([late, key], HOUR)).toBe(late);
    expect(schedule.signer([key], HOUR)).toBeUndefined();
  });
});
