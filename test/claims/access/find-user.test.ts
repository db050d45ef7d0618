import { expect, it } from 'vitest';

import { findUser, listedEarly } from '../../../src/claims/access/find-user.ts';
import type { SessionStore } from '../../../src/claims/ports.ts';
import { fakeCore } from '../fakes.ts';

/** Whose sessions are listed, in order. */
function listing(handles: (userId: string) => Promise<readonly string[]> = () => Promise.resolve(['a'])) {
  const listed: string[] = [];
  const sessions: SessionStore = {
    ...fakeCore().parts.sessions,
    handlesOf: (userId) => {
      listed.push(userId);
      return handles(userId);
    },
  };
  return { listed, sessions };
}

it('lists the sessions of the user that an id names while the user is looked for, and once', async () => {
  const { listed, sessions } = listing();
  const list = listedEarly({ id: 'ada' }, null, sessions);
  expect(listed).toEqual(['ada']);
  const users = { ...fakeCore().parts.users, byId: () => Promise.resolve(null) };
  expect(await findUser({ id: 'ada' }, null, { users, sessions: list })).toMatchObject({ kind: 'found' });
  expect(await list.handlesOf('ada', null)).toEqual(['a']);
  expect(listed).toEqual(['ada']);
});

it('lists anew for the primary user of that id, and in other tenants', async () => {
  const { listed, sessions } = listing();
  const list = listedEarly({ id: 'ada' }, null, sessions);
  await list.handlesOf('primary', null);
  await list.handlesOf('ada', ['public']);
  expect(listed).toEqual(['ada', 'primary', 'ada']);
});

it.each([{ email: 'ada@example.com' }, { id: '' }])('lists nothing early for %j', (selector) => {
  const { listed, sessions } = listing();
  listedEarly(selector, null, sessions);
  expect(listed).toEqual([]);
});

it('tells whoever asks that they could not be listed, and nobody else', async () => {
  const { sessions } = listing(() => Promise.reject(new Error('away')));
  const list = listedEarly({ id: 'ada' }, null, sessions);
  await Promise.resolve();
  await expect(list.handlesOf('ada', null)).rejects.toThrow('away');
});
