import { describe, expect, it } from 'vitest';

import { checkBackends, type Opened } from '../../../src/cli/doctor/backends.ts';

/** A database that takes so many connections, behind a pooler with so many backends. */
function database({ connections, backends }: { connections: number; backends: number }) {
  const world = { open: 0, begun: 0 };
  const open = (): Promise<Opened> => {
    if (world.open === connections) return Promise.reject(new Error('too many clients already'));
    world.open += 1;
    return Promise.resolve({
      query: () => {
        if (world.begun === backends) return Promise.reject(new Error('Query read timeout'));
        world.begun += 1;
        return Promise.resolve({ rows: [] });
      },
      end: () => {
        world.open -= 1;
        return Promise.resolve();
      },
    });
  };
  return { world, open };
}

describe('claimset doctor, of how many transactions can be open at once', () => {
  it('finds nothing where there are enough', async () => {
    const { open } = database({ connections: 100, backends: 100 });
    expect(await checkBackends(open, 30)).toMatchObject({ level: 'right' });
  });

  it('calls a pooler wrong that has fewer than one process takes', async () => {
    const { open } = database({ connections: 100, backends: 5 });
    const { level, message } = await checkBackends(open, 30);
    expect(level).toBe('wrong');
    expect(message).toMatch(/^5 of the 30 .* default_pool_size .* DATABASE_CONNECTIONS$/);
  });

  it('calls it wrong where PostgreSQL has no room for one more process, and gives back what it took', async () => {
    const { open, world } = database({ connections: 12, backends: 12 });
    expect(await checkBackends(open, 30)).toMatchObject({
      level: 'wrong',
      message: expect.stringMatching(/^12 of the 30 /) as string,
    });
    expect(world.open).toBe(0);
  });
});
