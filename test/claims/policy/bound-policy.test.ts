import { describe, expect, it } from 'vitest';

import { boundPolicy } from '../../../src/claims/policy/bound-policy.ts';
import { readClaims } from '../claims-file.ts';

const PLAN = 'https://example.com/plan';
const { policy } = readClaims();
const bound = boundPolicy(policy, [PLAN, 'app_*']);

const read = (input: Readonly<Record<string, unknown>>, mode: 'MERGE' | 'REPLACE' = 'MERGE') =>
  bound.readPatch('administrator', input, mode);

describe('a key that is bound to claims', () => {
  it.each([
    [PLAN, true],
    ['app_x', true],
    ['plan', false],
    ['theme', false],
    ['st-role', false],
  ])('may write %s: %s', (key, expected) => {
    expect(bound.mayWrite('administrator', key)).toBe(expected);
  });

  it('may be bound by the name of a field, which is then no other key', () => {
    const byField = boundPolicy(policy, ['plan']);
    expect(byField.mayWrite('administrator', PLAN)).toBe(true);
    expect(byField.mayWrite('administrator', 'plan')).toBe(false);
  });

  it('may never write more than its kind of writer', () => {
    const everything = boundPolicy(policy, ['*']);
    expect(everything.mayWrite('self', PLAN)).toBe(false);
    expect(everything.mayWrite('administrator', 'st-role')).toBe(false);
  });

  it('writes what it is bound to, by its field or through `additional`', () => {
    expect(read({ plan: 'pro', additional: { app_x: 1 } })).toEqual({ patch: { [PLAN]: 'pro', app_x: 1 } });
    expect(read({}, 'REPLACE')).toEqual({ patch: {} });
  });

  it('is told every claim that it may not write, also one that it would remove', () => {
    const message = (key: string) => `This API key may not write "${key}": it is bound to "${PLAN}", "app_*".`;
    expect(read({ theme: null, plan: 'pro', additional: { app_x: 1, other: 2 } })).toEqual({
      faults: [
        { code: 'CLAIM_NOT_ALLOWED', message: message('theme'), path: ['claims', 'theme'] },
        { code: 'CLAIM_NOT_ALLOWED', message: message('other'), path: ['claims', 'additional', 'other'] },
      ],
    });
  });

  it('is told other faults as anybody is, each claim once', () => {
    const result = read({ additional: { 'st-role': 1, app_x: '\ud800', other: 2 } });
    const codes = 'faults' in result ? result.faults.map(({ code }) => code) : [];
    expect(codes).toEqual(['RESERVED_CLAIM', 'INVALID_VALUE', 'CLAIM_NOT_ALLOWED']);
  });
});
