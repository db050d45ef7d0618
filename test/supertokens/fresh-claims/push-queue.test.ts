import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Pushes } from '../../../src/ledger/ledger.ts';
import { PushQueue, type TellUser } from '../../../src/supertokens/fresh-claims/push-queue.ts';

/** As a ledger keeps them, without its leases: who is taken and not done is taken again when a test says so. */
class MemoryPushes implements Pushes {
  readonly users = new Map<string, { reason: string; round: number; takes: number; isDue: boolean }>();
  failsWith: Error | null = null;

  addPushes(userIds: readonly string[], reason: string, waitMillis: number): Promise<void> {
    for (const userId of userIds) {
      const round = (this.users.get(userId)?.round ?? 0) + 1;
      this.users.set(userId, { reason, round, takes: 0, isDue: waitMillis === 0 });
    }
    return Promise.resolve();
  }

  takePushes(limit: number) {
    if (this.failsWith !== null) return Promise.reject(this.failsWith);
    const due = [...this.users].filter(([, { isDue }]) => isDue).slice(0, limit);
    return Promise.resolve(
      due.map(([userId, user]) => {
        user.takes += 1;
        user.isDue = false;
        return { userId, reason: user.reason, round: user.round, takes: user.takes };
      }),
    );
  }

  donePushes(tasks: readonly { readonly userId: string; readonly round: number }[]): Promise<void> {
    for (const { userId, round } of tasks) if (this.users.get(userId)?.round === round) this.users.delete(userId);
    return Promise.resolve();
  }

  countPushes(): Promise<number> {
    return Promise.resolve(this.users.size);
  }

  leasesAreOver(): void {
    for (const user of this.users.values()) user.isDue = true;
  }
}

describe('the queue of users who are to be told', () => {
  const queues: PushQueue[] = [];
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  });

  function world(tell: TellUser) {
    const [pushes, said, warned] = [new MemoryPushes(), [] as string[], [] as string[]];
    const say = (lines: string[]) => (message: string, details: object) => {
      lines.push(`${message} ${JSON.stringify(details)}`);
    };
    const queue = new PushQueue({ pushes, warn: say(warned), progress: say(said), everyMillis: 1 });
    queues.push(queue);
    return {
      pushes,
      said,
      warned,
      queue,
      start: () => {
        queue.start(tell);
      },
    };
  }
  const users = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `user-${index}`);

  it('tells each once, a few at a time, and says how far it is', async () => {
    const told: string[] = [];
    const at = { once: 0, most: 0 };
    const { queue, pushes, said, start } = world(async (userId) => {
      at.once += 1;
      at.most = Math.max(at.most, at.once);
      await Promise.resolve();
      told.push(userId);
      at.once -= 1;
      return true;
    });
    start();
    await queue.add(users(2_500), 'role boss was deleted');
    await vi.waitFor(() => {
      expect(said.at(-1)).toBe('Claims were brought up to date. {"done":2500,"left":0}');
    });
    expect([new Set(told).size, told.length, at.most, pushes.users.size]).toEqual([2_500, 2_500, 8, 0]);
    expect(said.filter((line) => line.startsWith('Claims are brought up to date. '))).toHaveLength(2);
  });

  it('finds at its start those whom a process that died has left over', async () => {
    const told: string[] = [];
    const { pushes, start } = world((userId, reason) => {
      told.push(`${userId}: ${reason}`);
      return Promise.resolve(true);
    });
    await pushes.addPushes(users(1), 'role boss was deleted', 0);
    start();
    await vi.waitFor(() => {
      expect(told).toEqual(['user-0: role boss was deleted']);
    });
  });

  it('leaves alone who is only prepared, until the time for that is over', async () => {
    const told = vi.fn(() => Promise.resolve(true));
    const { queue, pushes, start } = world(told);
    await queue.prepare(users(1), 'role boss was deleted');
    start();
    await queue.add(['another'], 'x');
    await vi.waitFor(() => {
      expect(told.mock.calls).toEqual([['another', 'x']]);
    });
    pushes.leasesAreOver();
    await vi.waitFor(() => {
      expect(told).toHaveBeenLastCalledWith('user-0', 'role boss was deleted');
    });
  });

  it('tries again where a user cannot be told, and gives up after ten times', async () => {
    let tries = 0;
    const { queue, pushes, start } = world(() => {
      tries += 1;
      return Promise.resolve(false);
    });
    start();
    await queue.add(users(1), 'x');
    await vi.waitFor(() => {
      pushes.leasesAreOver();
      expect(pushes.users.size).toBe(0);
    });
    expect(tries).toBe(10);
  });

  it('keeps a user who was added again while being told', async () => {
    const reasons: string[] = [];
    const { queue, start } = world(async (userId, reason) => {
      reasons.push(reason);
      if (reasons.length === 1) await queue.add([userId], 'second');
      return true;
    });
    start();
    await queue.add(users(1), 'first');
    await vi.waitFor(() => {
      expect(reasons).toEqual(['first', 'second']);
    });
  });

  it('says once that the ledger does not answer, and goes on when it does', async () => {
    const { queue, pushes, warned, said, start } = world(() => Promise.resolve(true));
    pushes.failsWith = new Error('away');
    start();
    await queue.add(users(1), 'x');
    await vi.waitFor(() => {
      expect(warned).toHaveLength(1);
    });
    pushes.failsWith = null;
    await vi.waitFor(() => {
      expect(said.at(-1)).toBe('Claims were brought up to date. {"done":1,"left":0}');
    });
    expect(warned).toHaveLength(1);
  });
});
