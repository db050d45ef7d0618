import { describe, expect, it } from 'vitest';

import { type MySessionChange, mySessionChanges } from '../../../src/claims/live/my-session-changes.ts';
import type { SessionListener } from '../../../src/claims/live/ports.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { fakeCore, storedSession, withSession } from '../fakes.ts';

const HANDLE = 'session-1';

/** A session that somebody listens to; a test says what happens to it. */
async function listening(payload: ClaimsPayload = {}, meanwhile: ClaimsPayload = payload) {
  const core = fakeCore();
  core.sessions.set(HANDLE, storedSession(HANDLE, 'ada', 'public', payload));
  const requester = withSession(core, HANDLE);
  const listeners = new Set<SessionListener>();
  const alarms: { atMillis: number; ring: () => void }[] = [];
  let reads = 0;
  const store = (next: ClaimsPayload): void => {
    core.sessions.set(HANDLE, storedSession(HANDLE, 'ada', 'public', next));
  };
  store(meanwhile);
  const changes = await mySessionChanges(requester, {
    events: {
      listen: (_session, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    sessions: {
      read: (handle) => {
        reads += 1;
        return core.parts.sessions.read(handle);
      },
    },
    alarm: (atMillis, ring) => {
      const alarm = { atMillis, ring };
      alarms.push(alarm);
      return () => alarms.splice(alarms.indexOf(alarm), 1);
    },
  });
  const tell = (what: keyof SessionListener): void => {
    for (const listener of [...listeners]) listener[what]();
  };
  return { core, changes, listeners, alarms, store, tell, reads: () => reads };
}

/** The next change, as it is told. */
async function next(changes: AsyncIterator<MySessionChange>): Promise<MySessionChange | 'COMPLETE'> {
  const told = await changes.next();
  return told.done === true ? 'COMPLETE' : told.value;
}

describe('the changes of my session', () => {
  it('are told with the claims as they are stored, and which of them are other ones', async () => {
    const { changes, store, tell } = await listening({ theme: 'DARK', plan: 'FREE' });
    const told = next(changes);
    store({ theme: 'LIGHT', locale: 'de' });
    tell('changed');
    expect(await told).toMatchObject({
      kind: 'CHANGED',
      session: { handle: HANDLE, payload: { theme: 'LIGHT', locale: 'de' } },
      changes: { added: ['locale'], updated: ['theme'], removed: ['plan'] },
    });
  });

  it('begin with what the token does not know yet', async () => {
    const { changes } = await listening({}, { theme: 'DARK' });
    expect(await next(changes)).toMatchObject({ kind: 'CHANGED', changes: { added: ['theme'] } });
  });

  it('are none where nothing differs from what was told, or only the marker does', async () => {
    const { changes, store, tell, reads } = await listening({ theme: 'DARK', 'st-cset': '1aaaa' });
    const told = next(changes);
    tell('changed');
    await expect.poll(reads).toBe(2);
    store({ theme: 'DARK', 'st-cset': '2bbbb' });
    tell('changed');
    await expect.poll(reads).toBe(3);
    store({ theme: 'LIGHT', 'st-cset': '3cccc' });
    tell('changed');
    expect(await told).toMatchObject({ changes: { updated: ['theme'] } });
  });

  it('are told where a role changed, which is no claim of ours', async () => {
    const { changes, store, tell } = await listening({ 'st-role': { v: ['admin'], t: 1 } });
    const told = next(changes);
    store({ 'st-role': { v: [], t: 2 } });
    tell('changed');
    expect(await told).toMatchObject({ kind: 'CHANGED', changes: { added: [], updated: [], removed: [] } });
  });

  it('are told together to whoever asks slowly', async () => {
    const { changes, store, tell, reads } = await listening({ n: 0 });
    for (let n = 1; n <= 100; n += 1) {
      store({ n });
      tell('changed');
    }
    expect(await next(changes)).toMatchObject({ session: { payload: { n: 100 } } });
    expect(reads()).toBe(1);
  });

  it('end with the session, of which they tell', async () => {
    const { changes, tell, listeners, alarms } = await listening();
    const told = next(changes);
    tell('ended');
    expect(await told).toEqual({ kind: 'ENDED', session: null, changes: { added: [], updated: [], removed: [] } });
    expect(await next(changes)).toBe('COMPLETE');
    expect([listeners.size, alarms.length]).toEqual([0, 0]);
  });

  it('tell of an end that nobody else told of', async () => {
    const { core, changes, tell } = await listening();
    const told = next(changes);
    core.sessions.clear();
    tell('changed');
    expect(await told).toMatchObject({ kind: 'ENDED' });
  });

  it('are complete when the access token expires', async () => {
    const { changes, alarms, listeners } = await listening();
    const told = next(changes);
    expect(alarms).toMatchObject([{ atMillis: 1 }]);
    alarms[0]?.ring();
    expect(await told).toBe('COMPLETE');
    expect([listeners.size, alarms.length]).toEqual([0, 0]);
  });

  it('are complete when the server closes', async () => {
    const { changes, tell } = await listening();
    const told = next(changes);
    tell('closed');
    expect(await told).toBe('COMPLETE');
  });

  it('are listened to no longer than somebody asks for them', async () => {
    const { changes, listeners, alarms } = await listening();
    const told = next(changes);
    await changes.return?.();
    expect(await told).toBe('COMPLETE');
    expect([listeners.size, alarms.length]).toEqual([0, 0]);
  });

  it('fail where the session cannot be read, and are over', async () => {
    const { core, changes, listeners } = await listening();
    core.parts.sessions.read = () => Promise.reject(new Error('the core is away'));
    await expect(next(changes)).rejects.toThrow('the core is away');
    expect(await next(changes)).toBe('COMPLETE');
    expect(listeners.size).toBe(0);
  });
});

it('nobody without a session listens', async () => {
  const nobody = { caller: { kind: 'none' }, session: { get: () => Promise.resolve(null) } } as const;
  const listen = (): never => {
    throw new Error('nobody may listen');
  };
  const { sessions } = fakeCore().parts;
  const started = mySessionChanges(nobody, { events: { listen }, sessions, alarm: () => listen });
  await expect(started).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
