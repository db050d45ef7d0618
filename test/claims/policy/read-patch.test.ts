import { describe, expect, it } from 'vitest';

import type { PatchResult } from '../../../src/claims/policy/policy.ts';
import type { ClaimsMergeMode, ClaimsWriter } from '../../../src/claims/types.ts';
import { readClaims } from '../claims-file.ts';

const { policy } = readClaims();
const EMPTY = 'The patch names no claim: set one, or remove one with `null`.';

function read(input: Readonly<Record<string, unknown>>, writer: ClaimsWriter = 'administrator'): PatchResult {
  return policy.readPatch(writer, input, 'MERGE');
}

/** `depth` objects inside each other. */
function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}

describe('who may write what', () => {
  it.each<[ClaimsWriter, string, boolean]>([
    ['self', 'theme', true],
    ['self', 'https://example.com/plan', false],
    ['self', 'newKey', true],
    ['self', 'newKeys', false],
    ['self', 'app_', true],
    ['self', 'app_x', true],
    ['self', 'other', false],
    ['administrator', 'https://example.com/plan', true],
    ['administrator', 'plan', true],
    ['administrator', 'other', true],
    ['administrator', 'st-role', false],
    ['administrator', '__proto__', false],
  ])('%s, %s: %s', (writer, key, expected) => {
    expect(policy.mayWrite(writer, key)).toBe(expected);
  });
});

describe('a patch', () => {
  it('binds fields to their keys, and `null` removes', () => {
    const input = { theme: 'DARK', plan: null, company: { name: 'Acme' }, additional: { x: [1, null], y: null } };
    expect(read(input)).toEqual({
      patch: {
        theme: 'DARK',
        'https://example.com/plan': null,
        company: { name: 'Acme' },
        x: [1, null],
        y: null,
      },
    });
  });

  it('copies objects with a null prototype, as literals give them, into plain ones', () => {
    const company = Object.assign(Object.create(null) as object, { name: 'Acme' });
    const result = read(Object.assign(Object.create(null) as object, { company }));
    expect('patch' in result && Object.getPrototypeOf(result.patch['company'])).toBe(Object.prototype);
  });

  it('leaves out what is undefined, and turns -0 into 0', () => {
    expect(read({ theme: undefined, additional: { x: -0, y: { z: undefined } } })).toStrictEqual({
      patch: { x: 0, y: {} },
    });
  });

  it.each<[ClaimsMergeMode, unknown]>([
    ['MERGE', { faults: [{ code: 'EMPTY_PATCH', message: EMPTY, path: ['claims'] }] }],
    ['MERGE_PATCH', { faults: [{ code: 'EMPTY_PATCH', message: EMPTY, path: ['claims'] }] }],
    ['REPLACE', { patch: {} }],
  ])('that names no claim, with %s', (mode, expected) => {
    expect(policy.readPatch('self', {}, mode)).toEqual(expected);
    expect(policy.readPatch('self', { additional: {} }, mode)).toEqual(expected);
  });

  it('takes values eight levels deep, and no deeper', () => {
    expect(read({ additional: { x: nested(8) } })).toEqual({ patch: { x: nested(8) } });
    expect(read({ additional: { x: nested(9) } })).toEqual({
      faults: [
        {
          code: 'INVALID_VALUE',
          message: 'Claims may be nested at most 8 levels deep: this is one too many.',
          path: ['claims', 'additional', 'x', ...Array.from({ length: 8 }, () => 'a')],
        },
      ],
    });
  });

  it('does not overflow the stack on a value that is far too deep', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(read({ additional: { x: deep } })).toHaveProperty('faults.0.code', 'INVALID_VALUE');
  });

  it('names all faults at once', () => {
    const result = read({ locale: 'too long', tags: ['abcd', 'ab', 'abcd'], additional: { sub: 1, x: Infinity } });
    expect('faults' in result && result.faults.map(({ path }) => path.join('.'))).toEqual([
      'claims.locale',
      'claims.tags.0',
      'claims.tags.2',
      'claims.additional.sub',
      'claims.additional.x',
    ]);
  });

  it('has no field that the patch type lacks', () => {
    expect(() => read({ plan: 'x' }, 'self')).toThrow(new TypeError('The patch has no field "plan".'));
  });
});
