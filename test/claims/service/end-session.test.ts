import { beforeEach, describe, expect, it } from 'vitest';

import type { Requester } from '../../../src/claims/ports.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';

let core: FakeCore;

beforeEach(() => {
  core = fakeCore();
  for (const [handle, userId, tenantId] of [
    ['phone', 'ada', 'acme'],
    ['laptop', 'ada', 'acme'],
    ['bob', 'bob', 'public'],
    ['admin', 'admin', 'acme'],
  ] as const) {
    core.sessions.set(handle, storedSession(handle, userId, tenantId));
  }
  core.administrators.add('acme/admin');
});

const end = (by: Requester, handle: string, reason: string | null = null) =>
  core.service.endSession(by, { handle, reason });

describe('endSession', () => {
  it.each(['phone', 'laptop'])('ends the session %s of the caller', async (handle) => {
    expect(await end(withSession(core, 'laptop'), handle, 'lost')).toEqual({ ended: true, userErrors: [] });
    expect(core.sessions.has(handle)).toBe(false);
    expect(core.ends).toEqual([{ by: { userId: 'ada' }, userId: 'ada', handle, reason: 'lost' }]);
  });

  it.each(['bob', 'admin', 'none'])('tells somebody without the permission nothing of %s', async (handle) => {
    await expect(end(withSession(core, 'phone'), handle)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(core.sessions.size).toBe(4);
  });

  it.each([
    ['phone', true],
    ['bob', false],
    ['none', false],
  ])('ends %s for an administrator of the tenant: %s', async (handle, ended) => {
    expect(await end(withSession(core, 'admin'), handle)).toEqual({ ended, userErrors: [] });
    expect(core.ends).toHaveLength(ended ? 1 : 0);
  });

  it('lets no session stand in for an API key that may not write', async () => {
    const { caller } = withApiKey(['claims:read']);
    await expect(end(withSession(core, 'phone', caller), 'phone')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each(['x'.repeat(501), '\ud800'])('takes no reason that cannot be kept', async (reason) => {
    const { ended, userErrors } = await end(withApiKey(), 'bob', reason);
    expect({ ended, userErrors }).toMatchObject({ ended: false, userErrors: [{ path: ['reason'] }] });
    expect(core.sessions.has('bob')).toBe(true);
  });
});
