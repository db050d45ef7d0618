import { describe, expect, it } from 'vitest';

import { withPayload } from '../../src/explorer/panel/session-state.ts';

const LOADING = { status: 'loading' } as const;
const first = { sub: 'ada', sessionHandle: 'h1', exp: 1 };

describe('the state of the session', () => {
  it('has nothing to compare the first token with', () => {
    expect(withPayload(LOADING, first)).toEqual({ status: 'signed-in', userId: 'ada', payload: first, before: null });
  });

  it('keeps the token before for the marks', () => {
    const second = { ...first, exp: 2, theme: 'DARK' };
    expect(withPayload(withPayload(LOADING, first), second)).toMatchObject({ payload: second, before: first });
  });

  it('keeps the marks when one token is told of twice', () => {
    const state = withPayload(withPayload(LOADING, first), { ...first, theme: 'DARK' });
    expect(withPayload(state, { theme: 'DARK', ...first })).toBe(state);
  });

  it('begins anew with another session', () => {
    const other = { ...first, sessionHandle: 'h2' };
    expect(withPayload(withPayload(LOADING, first), other)).toMatchObject({ payload: other, before: null });
  });

  it('says that a session has ended when its token is gone, and goes on saying so', () => {
    const ended = withPayload(withPayload(LOADING, first), null);
    expect(ended).toEqual({ status: 'signed-out', hasEnded: true });
    expect(withPayload(ended, null)).toBe(ended);
  });

  it('says that nobody is signed in where there was no session', () => {
    expect(withPayload(LOADING, null)).toEqual({ status: 'signed-out', hasEnded: false });
  });

  it.each(['text', 1, []])('says so where the token is no object: %j', (payload) => {
    expect(withPayload(LOADING, payload).status).toBe('unreadable');
  });
});
