import { expect, it } from 'vitest';

import { readEnvelope } from '../../src/client/envelope.ts';

const read = (answer: unknown) => readEnvelope(JSON.stringify(answer));
const errorsOf = (...errors: unknown[]) => read({ errors })?.errors;

it('an answer has data, errors, or both', () => {
  expect(read({ data: { user: null } })).toEqual({ data: { user: null }, errors: [] });
  expect(read({ data: null, errors: [{ message: 'no' }] })).toMatchObject({ data: null, errors: [{ message: 'no' }] });
  expect(read({ data: {}, errors: [{ message: 'no', path: ['a', 0] }] })?.errors[0]?.path).toEqual(['a', 0]);
});

it.each([
  [undefined],
  [null],
  ['text'],
  [[]],
  [{}],
  [{ data: null }],
  [{ data: null, errors: [] }],
  [{ data: [] }],
  [{ data: 'text' }],
  [{ data: {}, errors: null }],
  [{ data: {}, errors: {} }],
  [{ data: {}, errors: [null] }],
  [{ errors: ['text'] }],
  [{ errors: [{}] }],
  [{ errors: [{ message: 7 }] }],
  [{ errors: [{ message: 'no', path: 'user' }] }],
  [{ errors: [{ message: 'no', path: [null] }] }],
  [{ errors: [{ message: 'no' }, { message: null }] }],
])('%j is no answer of a GraphQL server', (answer) => {
  expect(read(answer)).toBeNull();
});

it.each(['', '{', '<html>', '{"data":{}} and more'])('%j is not even JSON', (text) => {
  expect(readEnvelope(text)).toBeNull();
});

it('of extensions that are not as expected, the error itself is left', () => {
  const plain = { message: 'no', path: [], code: null, outcome: null };
  expect(errorsOf({ message: 'no' }, { message: 'no', extensions: 'x' }, { message: 'no', extensions: null })).toEqual([
    plain,
    plain,
    plain,
  ]);
  expect(errorsOf({ message: 'no', extensions: { code: 7, outcome: 'MAYBE' } })).toEqual([plain]);
  expect(errorsOf({ message: 'no', extensions: { code: 'A', outcome: 'UNKNOWN' } })).toEqual([
    { ...plain, code: 'A', outcome: 'UNKNOWN' },
  ]);
});
