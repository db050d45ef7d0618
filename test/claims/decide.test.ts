import { describe, expect, it } from 'vitest';

import { type ClaimsRequest, decide, type Decision } from '../../src/claims/decide.ts';
import { writableBytes } from '../../src/claims/size/claim-bytes.ts';
import { sessionSizer } from '../../src/claims/size/session-size.ts';
import type { ClaimsPatch, ClaimsPayload } from '../../src/claims/types.ts';
import { storedSession } from './fakes.ts';

const BUDGET = 100;
const isOwn = (key: string): boolean => key.startsWith('app_');
const sizer = sessionSizer(6000);

function change(stored: ClaimsPayload, patch: ClaimsPatch, rest: Partial<ClaimsRequest> = {}): Decision {
  const session = storedSession('5e1d69a8-1702-4068-b749-91c74197439f', 'ada', 'public', stored);
  const request = { patch, mode: 'MERGE', mayWrite: () => true, ifVersion: null, budgetBytes: null, ...rest } as const;
  return decide(session, request, sizer.ofSession(session));
}
const byUser = { mayWrite: isOwn, budgetBytes: BUDGET };

/** A string with which `{"app_x":"..."}` has this many bytes. */
const filling = (bytes: number): string => 'x'.repeat(bytes - '{"app_x":""}'.length);
const messageOf = (decision: Decision): string => (decision.kind === 'refused' ? decision.error.message : '');

describe('the claims that users may write', () => {
  it('fill their budget to the last byte, and not one more', () => {
    expect(change({ plan: 'p'.repeat(500) }, { app_x: filling(BUDGET) }, byUser).kind).toBe('applies');
    const refused = change({}, { app_x: filling(BUDGET + 1) }, byUser);
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'TOKEN_TOO_LARGE' } });
    expect(messageOf(refused)).toContain('101 bytes of the 100');
  });

  it('count in bytes, together, with their keys', () => {
    expect(writableBytes({ app_ä: 'ä', app_b: 1, plan: 'pro' }, isOwn)).toBe(
      Buffer.byteLength('{"app_ä":"ä","app_b":1}'),
    );
    expect(change({ app_a: filling(90) }, { app_b: filling(30) }, byUser).kind).toBe('refused');
  });

  it('may stay as large as they are, or shrink, whatever they take', () => {
    const stored = { app_x: filling(300), app_y: 'y' };
    expect(change(stored, { app_x: filling(300).replaceAll('x', 'z') }, byUser).kind).toBe('applies');
    expect(change(stored, { app_x: null }, byUser).kind).toBe('applies');
    expect(change(stored, { app_y: 'yy' }, byUser).kind).toBe('refused');
  });

  it('have no budget where an administrator writes them', () => {
    expect(change({}, { app_x: filling(2000) }).kind).toBe('applies');
  });
});

describe('an administrator', () => {
  const full = { app_x: 'x'.repeat(1900), plan: 'free' };

  it.each([
    ['as large', { plan: 'gold' }],
    ['smaller', { plan: null }],
    ['smaller by one claim for another', { app_x: null, plan: 'enterprise' }],
  ])('is not refused a change that leaves a token that is too large %s', (_size, patch) => {
    const tooLarge = { ...full, other: 'o'.repeat(2000) };
    const session = storedSession('h', 'ada', 'public', tooLarge);
    const request = { patch, mode: 'MERGE', mayWrite: () => true, ifVersion: null, budgetBytes: null } as const;
    const decision = decide(session, request, (payload) => ({ ...sizer.ofSession(session)(payload), limit: 1000 }));
    expect(decision.kind).toBe('applies');
  });

  it('is told which claims take how many bytes, the largest first', () => {
    const message = messageOf(change({ ...full, 'st-role': ['a'] }, { a: 'a'.repeat(900), b: 1, c: 1, d: 1 }));
    expect(message).toMatch(/: "app_x" 1910, "a" 906, "st-role" 15, "plan" 13, "b" 5, 2 others 10\.$/);
    expect(messageOf(change({}, { ['k'.repeat(4000)]: 1 }))).toMatch(/^.{1,260}$/);
  });
});

describe('the limit of a session by its handle', () => {
  it('is that of cookies until its payload is too large for one, and that of headers from then on', () => {
    const limitOf = (bytes: number) => change({ a: 'a'.repeat(bytes) }, { b: null }).tokenSize.limit;
    expect([limitOf(100), limitOf(2000), limitOf(3000)]).toEqual([4096, 4096, 6000]);
    expect(change({ a: 'a'.repeat(3000) }, { b: 'b'.repeat(500) }).kind).toBe('applies');
    expect(change({ a: 'a'.repeat(3000) }, { b: 'b'.repeat(2000) }).kind).toBe('refused');
  });
});
