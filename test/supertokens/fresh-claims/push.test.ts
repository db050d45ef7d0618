import { describe, expect, it, vi } from 'vitest';

import { pusher, type PushOptions } from '../../../src/supertokens/fresh-claims/push.ts';
import { contextOfNoRequest } from '../../../src/supertokens/fresh-claims/rebuild.ts';

describe('a push to the sessions of users', () => {
  const context = contextOfNoRequest();
  const silent = { warn: () => undefined, progress: () => undefined };
  const queued = () => {
    const add = vi.fn(() => Promise.resolve());
    return { add, queue: { add, prepare: () => Promise.resolve() } };
  };
  const told = (tell: PushOptions['tell']) => vi.fn(tell);

  it('keeps those who could not be told, and no others, in the ledger', async () => {
    const { add, queue } = queued();
    const push = pusher({ ...silent, queue, tell: (userId) => Promise.resolve(userId !== 'busy') });
    await push(['ada', 'busy', 'bob'], 'role boss was deleted', context);
    await push(['ada'], 'role clerk was deleted', context);
    expect(add.mock.calls).toEqual([[['busy'], 'role boss was deleted']]);
  });

  it('waits no longer than it may, and keeps whoever has not been told by then', async () => {
    const { add, queue } = queued();
    const tell: PushOptions['tell'] = (userId) =>
      userId === 'hangs' ? new Promise(() => undefined) : Promise.resolve(true);
    await pusher({ ...silent, queue, tell, waitMillis: 1 })(['hangs', 'ada'], 'x', context);
    expect(add.mock.calls).toEqual([[['hangs'], 'x']]);
  });

  it.each([
    ['there is no ledger', null],
    ['the ledger does not answer', { ...queued().queue, add: () => Promise.reject(new Error('away')) }],
  ])('tries again until it has told them, where %s', async (_where, queue) => {
    let tries = 0;
    const tell = told(() => Promise.resolve((tries += 1) >= 4));
    await pusher({ ...silent, queue, tell, againAfterMillis: [1, 1, 1] })(['busy'], 'x', context);
    await vi.waitFor(() => {
      expect(tell).toHaveBeenCalledTimes(4);
    });
  });

  it('gives up in the end, without a ledger', async () => {
    const tell = told(() => Promise.resolve(false));
    const progress = vi.fn();
    const push = pusher({ ...silent, progress, queue: null, tell, againAfterMillis: [1, 1] });
    await push(['busy'], 'x', context);
    await vi.waitFor(() => {
      expect(progress).toHaveBeenCalledTimes(3);
    });
    await push(['another'], 'x', context);
    expect(tell.mock.calls.filter(([userId]) => userId === 'busy')).toHaveLength(4);
  });
});
