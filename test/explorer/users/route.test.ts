import fc from 'fast-check';
import { expect, it } from 'vitest';

import { usersHash, usersRoute } from '../../../src/explorer/users/route.ts';

it('every id has an address that leads back to it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
      expect(usersRoute(usersHash(id))).toEqual({ userId: id });
    }),
  );
});

it.each(['#/users', '#/users/'])('%s is the list of users', (hash) => {
  expect(usersRoute(hash)).toEqual({ userId: null });
});

it('what is no encoding is taken as it is', () => {
  expect(usersRoute('#/users/100%')).toEqual({ userId: '100%' });
});

it.each(['', '#', '#users', '#/users2', '#/users/a/b', '#/other'])('%j is elsewhere', (hash) => {
  expect(usersRoute(hash)).toBeNull();
});
