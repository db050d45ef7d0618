import { describe, expect, it } from 'vitest';

import type { ClaimErrorCode } from '../../../src/claims/errors.ts';
import type { ClaimsWriter } from '../../../src/claims/types.ts';
import { readClaims } from '../claims-file.ts';

const { policy } = readClaims();

interface BadPatch {
  readonly title: string;
  readonly writer?: ClaimsWriter;
  readonly input: Readonly<Record<string, unknown>>;
  readonly code: ClaimErrorCode;
  readonly path: readonly string[];
  readonly message: string;
}

const BAD_KEYS: readonly BadPatch[] = [
  ...['sub', 'stt', 'st-role', 'iss', '__proto__', 'constructor'].map((key) => ({
    title: `the reserved key ${key}`,
    input: { additional: JSON.parse(`{ "${key}": 1 }`) as unknown },
    code: 'RESERVED_CLAIM' as const,
    path: ['additional', key],
    message: `"${key}" is reserved for the token itself: no claim can have this key.`,
  })),
  {
    title: 'the removal of a reserved key',
    input: { additional: { 'st-role': null } },
    code: 'RESERVED_CLAIM',
    path: ['additional', 'st-role'],
    message: '"st-role" is reserved for the token itself: no claim can have this key.',
  },
  {
    title: 'a declared claim in `additional`',
    input: { additional: { 'https://example.com/plan': 'x' } },
    code: 'DECLARED_CLAIM',
    path: ['additional', 'https://example.com/plan'],
    message: '"https://example.com/plan" is declared as the field `plan`: write it through that field.',
  },
  {
    title: 'a declared claim in `additional` that the writer may not change at all',
    writer: 'self',
    input: { additional: { 'https://example.com/plan': null } },
    code: 'DECLARED_CLAIM',
    path: ['additional', 'https://example.com/plan'],
    message: '"https://example.com/plan" is declared as the field `plan`, which you may not change.',
  },
  {
    title: 'a key that no pattern covers',
    writer: 'self',
    input: { additional: { rank: 1 } },
    code: 'CLAIM_NOT_ALLOWED',
    path: ['additional', 'rank'],
    message: 'You may not write "rank". In `additional` you may write "newKey", "app_*".',
  },
  {
    title: 'a key with a lone surrogate',
    input: { additional: { '\ud800x': 1 } },
    code: 'INVALID_VALUE',
    path: ['additional', '\ud800x'],
    message: 'This key is not well-formed Unicode.',
  },
];

const BAD_VALUES: readonly BadPatch[] = [
  {
    title: '`additional: null`',
    input: { additional: null },
    path: ['additional'],
    message: '`additional` must be an object: leave it out, or name the claims in it.',
  },
  {
    title: 'a lone surrogate in a string',
    input: { additional: { x: ['\udc00'] } },
    path: ['additional', 'x', '0'],
    message: 'This string is not well-formed Unicode: it has a surrogate without its other half.',
  },
  {
    title: 'a lone surrogate in a member name',
    input: { additional: { x: { 'a\ud800': 1 } } },
    path: ['additional', 'x', 'a\ud800'],
    message: 'This name is not well-formed Unicode.',
  },
  {
    title: 'a member named __proto__',
    input: { additional: { x: JSON.parse('{ "__proto__": 1 }') as unknown } },
    path: ['additional', 'x', '__proto__'],
    message: 'No member may be named `__proto__`.',
  },
  ...[2 ** 53, -(2 ** 53), 1e300].map((number) => ({
    title: `the integer ${number}`,
    input: { additional: { x: number } },
    path: ['additional', 'x'],
    message: 'This integer is beyond 2^53 and would be rounded: send it as a string.',
  })),
  ...[Infinity, -Infinity, Number.NaN].map((number) => ({
    title: `the number ${number}`,
    input: { additional: { x: number } },
    path: ['additional', 'x'],
    message: 'This number is too large: JSON has no infinity.',
  })),
  {
    title: 'a string that is too long',
    input: { locale: 'en-GB-x' },
    path: ['locale'],
    message: 'This string has 7 characters; at most 5 are allowed.',
  },
  {
    title: 'a string in a list that is too long',
    input: { tags: ['abc', 'abcd'] },
    path: ['tags', '1'],
    message: 'This string has 4 characters; at most 3 are allowed.',
  },
  {
    title: 'what a custom scalar made of a variable',
    input: { additional: { x: new Date(0) } },
    path: ['additional', 'x'],
    message: 'This value is not JSON: it cannot be a claim.',
  },
].map((bad) => ({ ...bad, code: 'INVALID_VALUE' as const }));

describe('a patch is refused with', () => {
  it.each([...BAD_KEYS, ...BAD_VALUES])('$title', ({ writer, input, code, path, message }) => {
    expect(policy.readPatch(writer ?? 'administrator', input, 'REPLACE')).toEqual({
      faults: [{ code, message, path: ['claims', ...path] }],
    });
  });

  it('no well-formed surrogate pairs: they are characters', () => {
    expect(policy.readPatch('administrator', { additional: { '😀': '😀' } }, 'MERGE')).toEqual({
      patch: { '😀': '😀' },
    });
  });
});
