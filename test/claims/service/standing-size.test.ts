import { beforeEach, describe, expect, it } from 'vitest';

import { type FakeCore, fakeCore, storedSession, withApiKey } from '../fakes.ts';

let core: FakeCore;

beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public', 'a-tenant-with-a-long-name'] });
});

const update = (claims: object, dryRun = false) =>
  core.service.updateUserClaims(withApiKey(), {
    user: { id: 'ada' },
    claims: { ...claims },
    mode: 'MERGE',
    reach: 'LIVE_AND_FUTURE_SESSIONS',
    reason: null,
    dryRun,
  });

describe('standing claims that no token can hold', () => {
  it.each([true, false])('are refused with their size, and nothing is stored: dryRun %s', async (dryRun) => {
    core.standing.set('ada', { plan: 'pro' });
    const { standing } = await update({ big: 'b'.repeat(6000) }, dryRun);
    expect(standing).toMatchObject({ status: 'REJECTED', changes: null, tokenSize: { limit: 4096 } });
    expect(standing?.tokenSize?.bytes).toBeGreaterThan(6000);
    expect(standing?.message).toContain('the largest first: "big" 6008, "plan" 12.');
    expect(core.standing.get('ada')).toEqual({ plan: 'pro' });
  });

  it('are refused together, although each would fit', async () => {
    expect((await update({ a: 'a'.repeat(1500) })).standing?.status).toBe('UPDATED');
    expect((await update({ b: 'b'.repeat(1500) })).standing?.status).toBe('REJECTED');
    expect((await update({ a: null, b: 'b'.repeat(1500) })).standing?.status).toBe('UPDATED');
  });

  it('may shrink where they were stored before', async () => {
    core.standing.set('ada', { a: 'a'.repeat(4000), b: 'b'.repeat(4000) });
    expect((await update({ b: null })).standing?.status).toBe('UPDATED');
    expect((await update({ c: 1 })).standing?.status).toBe('REJECTED');
  });

  it('leave the live sessions to their own limits', async () => {
    core.sessions.set('header', storedSession('header', 'ada', 'public', { b: 'b'.repeat(6000) }));
    const { sessions } = await update({ b: 'c'.repeat(6000) });
    expect(sessions).toMatchObject([{ status: 'UPDATED' }]);
  });

  it('are measured with the tenant that has the longest name, and the roles that SuperTokens may add', async () => {
    const { standing } = await update({ a: 'a'.repeat(2000) });
    core.users.splice(0, 1, { id: 'ada', emails: [], tenantIds: ['public'] });
    const shorter = (await update({ a: 'A'.repeat(2000) })).standing;
    const difference = (standing?.tokenSize?.bytes ?? 0) - (shorter?.tokenSize?.bytes ?? 0);
    // The tenant stands in the token by itself and at the end of the handle.
    expect(difference).toBeGreaterThan(50);
    expect(shorter?.tokenSize?.bytes).toBeGreaterThan(((2000 + 100) * 4) / 3);
  });
});
