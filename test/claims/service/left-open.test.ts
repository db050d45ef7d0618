import { describe, expect, it } from 'vitest';

import { coreUnavailable, lockTimeout } from '../../../src/claims/errors.ts';
import type { SessionStore } from '../../../src/claims/ports.ts';
import { claimsService } from '../../../src/claims/service/service.ts';
import { fakeCore, storedSession, withApiKey } from '../fakes.ts';

const INPUT = {
  user: { id: 'ada' },
  claims: { plan: 'pro' },
  mode: 'MERGE',
  dryRun: false,
  reason: null,
  reach: 'LIVE_AND_FUTURE_SESSIONS',
} as const;

/** Changes ada's claims among sessions that fail so; the change for future sessions is done, or left open. */
async function changeAmong(faults: (sessions: SessionStore) => Partial<SessionStore>, isLeftOpen: boolean) {
  const { parts, users, sessions } = fakeCore();
  users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  for (const handle of ['free', 'busy']) sessions.set(handle, storedSession(handle, 'ada', 'public'));
  const unlisted: string[] = [];
  const service = claimsService({
    ...parts,
    sessions: { ...parts.sessions, ...faults(parts.sessions) },
    log: { ...parts.log, notListed: (_error, userId) => unlisted.push(userId) },
    standing: {
      ...parts.standing,
      locked: async (userId, work) => ({ ...(await parts.standing.locked(userId, work)), isLeftOpen }),
    },
  });
  return { ...(await service.updateUserClaims(withApiKey(), INPUT)), unlisted };
}

async function changeUnlisted({ isLeftOpen }: { readonly isLeftOpen: boolean }) {
  const cannotList = { handlesOf: () => Promise.reject(coreUnavailable('NOT_APPLIED')) };
  const { standing, unlisted } = await changeAmong(() => cannotList, isLeftOpen);
  expect(unlisted).toEqual(['ada']);
  return standing;
}

async function changeWhile({ isLeftOpen }: { readonly isLeftOpen: boolean }) {
  const busy = (sessions: SessionStore): Partial<SessionStore> => ({
    update: (handle, ...rest) => (handle === 'busy' ? Promise.reject(lockTimeout()) : sessions.update(handle, ...rest)),
  });
  return (await changeAmong(busy, isLeftOpen)).sessions;
}

describe('a session that could not be changed', () => {
  it('has failed where the change for future sessions is done', async () => {
    const [free, busy] = await changeWhile({ isLeftOpen: false });
    expect([free?.status, busy?.status]).toEqual(['UPDATED', 'FAILED']);
  });

  it('is not said to have failed where the change for future sessions is open, and may yet reach it', async () => {
    const [free, busy] = await changeWhile({ isLeftOpen: true });
    expect([free?.status, busy?.status]).toEqual(['UPDATED', 'UNKNOWN']);
    expect(busy?.message).toContain('may yet reach this one');
  });
});

describe('sessions that could not be listed', () => {
  it('are as they were where the change for future sessions is done', async () => {
    const standing = await changeUnlisted({ isLeftOpen: false });
    expect(standing?.status).toBe('UPDATED');
    expect(standing?.message).toContain('are as they were');
  });

  it('are not said to be as they were where that change is open, and may yet reach them', async () => {
    const standing = await changeUnlisted({ isLeftOpen: true });
    expect(standing?.status).toBe('UNKNOWN');
    expect(standing?.message).toContain('may yet reach them');
  });
});
