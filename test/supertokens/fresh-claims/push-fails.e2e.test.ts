import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import type { RunningCore } from '../../../src/embedded-core/index.ts';
import { temporaryFolder } from '../../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../../support/core-proxy.ts';
import { startTestCore } from '../../support/embedded-core.ts';
import { startFreshApp } from './fresh-app.ts';

describe('one session that cannot be told of a role that was taken away', () => {
  let core: RunningCore;
  let proxy: CoreProxy;

  beforeAll(async () => {
    core = await startTestCore();
    proxy = await startCoreProxy(core.url);
  });

  afterAll(async () => {
    await proxy.close();
    await core.close();
  });

  it.each(['with a ledger', 'without one'])('keeps it in no other, and is told afterwards: %s', async (how) => {
    const ledger = how === 'with a ledger' ? { LEDGER_DIR: await temporaryFolder() } : {};
    const app = await startFreshApp({ CORE_URI: proxy.url, FRESH: 'on', ...ledger });
    const { userId, role, handle } = await app.signInWithRole();
    const handles = [handle, (await app.signIn(userId)).handle, (await app.signIn(userId)).handle];
    const having = async (): Promise<number> =>
      (await Promise.all(handles.map((one) => app.stored(one)))).filter((stored) =>
        JSON.stringify(stored).includes(role),
      ).length;
    expect(await having()).toBe(3);
    let reads = 0;
    // What is read first is the first of the sessions.
    proxy.decide((call) => (call === 'GET /recipe/session' && (reads += 1) === 1 ? 'answer 500' : 'pass'));
    await app.call('/remove-role', { userId, role });
    await vi.waitFor(
      async () => {
        expect(await having()).toBe(0);
      },
      { timeout: 10_000 },
    );
    await app.process.stop();
  });
});
