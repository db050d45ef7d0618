import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { byHandle, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

describe('L8: a claim that makes the session unusable', () => {
  it('the plain SDK writes it, and the session can never be used again', async () => {
    const session = await world.plain.signIn();
    const { accessToken } = await world.plain.call('/merge', { stt: 5 }, session.accessToken);
    expect((await world.plain.call('/payload', {}, accessToken ?? '')).status).toBe(401);
  });

  it('Claimset refuses it, and the session goes on', async () => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { stt: 5 })).data).toMatchObject(refusal('stt'));
    expect((await world.plain.call('/payload', {}, session.accessToken)).status).toBe(200);
  });
});

describe('L9: a user makes himself an administrator', () => {
  it.each(['st-role', 'st-perm', 'st-mfa', 'iss', 'aud'])('the plain SDK accepts %s', async (key) => {
    const session = await world.plain.signIn();
    await world.plain.call('/merge', { [key]: ['admin'] }, session.accessToken);
    expect(await world.plain.stored(session.handle)).toMatchObject({ [key]: ['admin'] });
  });

  it.each(['st-role', 'st-perm', 'st-mfa', 'iss', 'aud'])('Claimset refuses %s', async (key) => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { [key]: ['admin'] })).data).toMatchObject(refusal(key));
  });
});

describe('L10: a claim of 10 kB', () => {
  const large = 'x'.repeat(10_000);

  it('the plain SDK makes a token that no browser keeps, of half as much already', async () => {
    const session = await world.plain.signIn();
    const { accessToken } = await world.plain.call('/merge', { large: 'x'.repeat(5_000) }, session.accessToken);
    expect(accessToken?.length).toBeGreaterThan(4096);
  });

  it('Claimset refuses it, with the bytes used and allowed', async () => {
    const session = await world.plain.signIn();
    const { data } = await world.mine(session, { large });
    expect(data).toMatchObject({
      updateMyClaims: { userErrors: [{ code: 'TOKEN_TOO_LARGE', path: ['claims'] }], tokenSize: { limit: 4096 } },
    });
    expect(await world.claimsOf(session)).toEqual({});
  });
});

describe('L13: a protected name', () => {
  it("with the plain SDK the core's 400 becomes a 500", async () => {
    const session = await world.plain.signIn();
    expect((await byHandle(world.plain, session, { sub: 'x' })).status).toBe(500);
  });

  it('Claimset refuses it like any reserved claim', async () => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { sub: 'x' })).data).toMatchObject(refusal('sub'));
  });
});

describe('L15: an integer beyond 64 bits', () => {
  const huge = 12345678901234567000;

  it("with the plain SDK the core's answer becomes a 500", async () => {
    const session = await world.plain.signIn();
    expect((await world.plain.call('/merge', { huge }, session.accessToken)).status).toBe(500);
  });

  it('Claimset refuses it', async () => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { huge })).data).toMatchObject(refusal('huge', 'INVALID_VALUE'));
  });
});

describe('L17: a string with a lone surrogate', () => {
  const broken = '\ud800x';

  it("with the plain SDK the core's 400 becomes a 500", async () => {
    const session = await world.plain.signIn();
    const { status, body } = await world.plain.call('/merge', { broken }, session.accessToken);
    expect({ status, body }).toMatchObject({
      status: 500,
      body: { error: expect.stringContaining('code: 400') as string },
    });
  });

  it('Claimset refuses it', async () => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { broken })).data).toMatchObject(refusal('broken', 'INVALID_VALUE'));
    expect(await world.claimsOf(session)).toEqual({});
  });
});

function refusal(key: string, code = 'RESERVED_CLAIM') {
  return { updateMyClaims: { session: null, userErrors: [{ code, path: ['claims', 'additional', key] }] } };
}
