import { describe, expect, it } from 'vitest';

import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { type SessionState, withPayload } from '../../../src/explorer/session/session-state.ts';

const LOADING = { status: 'loading' } as const;
const first = { sub: 'ada', sessionHandle: 'h1', exp: 1 };

const at = (millis: number, payload: ClaimsPayload) => ({ payload, seenAtMillis: millis });

describe('the state of the session', () => {
  it('has nothing to compare the first token with', () => {
    expect(withPayload(LOADING, first, 1)).toEqual({ status: 'signed-in', userId: 'ada', tokens: [at(1, first)] });
  });

  it('keeps the tokens before, the newest first', () => {
    const second = { ...first, exp: 2, theme: 'DARK' };
    const state = withPayload(withPayload(LOADING, first, 1), second, 2);
    expect(state).toMatchObject({ tokens: [at(2, second), at(1, first)] });
  });

  it('keeps ten tokens at most', () => {
    const versions = Array.from({ length: 12 }, (_, exp) => ({ ...first, exp }));
    const state = versions.reduce<SessionState>(
      (before, payload) => withPayload(before, payload, payload.exp),
      LOADING,
    );
    const newest = versions
      .toReversed()
      .slice(0, 10)
      .map((payload) => at(payload.exp, payload));
    expect(state).toMatchObject({ tokens: newest });
  });

  it('stays as it is when one token is told of twice', () => {
    const state = withPayload(withPayload(LOADING, first, 1), { ...first, theme: 'DARK' }, 2);
    expect(withPayload(state, { theme: 'DARK', ...first }, 3)).toBe(state);
  });

  it('begins anew with another session', () => {
    const other = { ...first, sessionHandle: 'h2' };
    expect(withPayload(withPayload(LOADING, first, 1), other, 2)).toMatchObject({ tokens: [at(2, other)] });
  });

  it('says that a session has ended when its token is gone, and goes on saying so', () => {
    const ended = withPayload(withPayload(LOADING, first, 1), null, 2);
    expect(ended).toEqual({ status: 'signed-out', hasEnded: true });
    expect(withPayload(ended, null, 3)).toBe(ended);
  });

  it('says that nobody is signed in where there was no session', () => {
    expect(withPayload(LOADING, null, 1)).toEqual({ status: 'signed-out', hasEnded: false });
  });

  it.each(['text', 1, []])('says so where the token is no object: %j', (payload) => {
    expect(withPayload(LOADING, payload, 1).status).toBe('unreadable');
  });
});
