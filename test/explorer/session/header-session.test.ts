import { describe, expect, it } from 'vitest';

import { createHeaderSession } from '../../../src/explorer/session/header-session.ts';

const tokenOf = (payload: object): string => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
const first = { sub: 'ada', sessionHandle: 'h1' };

describe('a session whose access token is given', () => {
  it('is none at first', () => {
    const session = createHeaderSession(() => 1);
    expect(session.token()).toBeNull();
    expect(session.state.get()).toEqual({ status: 'signed-out', hasEnded: false });
  });

  it.each(['', ' Bearer ', 'bearer  '])('takes a token that is pasted with %j in front', (before) => {
    const session = createHeaderSession(() => 1);
    expect(session.use(`${before}${tokenOf(first)}\n`)).toBeNull();
    expect(session.token()).toBe(tokenOf(first));
    expect(session.state.get()).toMatchObject({ status: 'signed-in', userId: 'ada' });
  });

  it('keeps the token before, when a newer one comes with an answer', () => {
    const session = createHeaderSession(() => 1);
    session.use(tokenOf(first));
    session.use(tokenOf({ ...first, theme: 'DARK' }));
    expect(session.state.get()).toMatchObject({ tokens: [{ payload: { theme: 'DARK' } }, { payload: first }] });
  });

  it('says what is no token, and goes on with the one that it has', () => {
    const session = createHeaderSession(() => 1);
    session.use(tokenOf(first));
    expect(session.use('no token')).toMatch(/no access token/);
    expect(session.token()).toBe(tokenOf(first));
  });

  it('is none again once it is dropped', () => {
    const session = createHeaderSession(() => 1);
    session.use(tokenOf(first));
    session.drop();
    expect(session.token()).toBeNull();
    expect(session.state.get().status).toBe('signed-out');
  });
});
