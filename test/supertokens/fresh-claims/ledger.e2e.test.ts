import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../../src/embedded-core/index.ts';
import { temporaryFolder } from '../../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../../support/core-proxy.ts';
import { startTestCore } from '../../support/embedded-core.ts';
import { type FreshApp, startFreshApp } from './fresh-app.ts';

const USERS = 60;

describe('freshClaims with a ledger', () => {
  let core: RunningCore;
  let proxy: CoreProxy;
  let app: FreshApp;
  let ledgerDir: string;

  const start = () => startFreshApp({ CORE_URI: proxy.url, FRESH: 'on', LEDGER_DIR: ledgerDir });

  beforeAll(async () => {
    core = await startTestCore();
    proxy = await startCoreProxy(core.url);
    ledgerDir = await temporaryFolder();
    app = await start();
  });

  afterAll(async () => {
    await app.process.stop('SIGKILL');
    await proxy.close();
    await core.close();
  });

  it('records what it writes as the system, with the reason', async () => {
    const { userId, role, handle, refreshToken } = await app.signInWithRole();
    await app.call('/remove-role', { userId, role });
    await app.call('/source', { value: 'second' });
    const { payload } = await app.refresh(refreshToken);
    expect(payload).toMatchObject({ plan: { v: 'second' }, 'st-role': { v: [] } });
    expect(await app.stored(handle)).toMatchObject({ plan: { v: 'second' }, 'st-role': { v: [] } });
    expect((await app.call('/changes', { userId })).body).toEqual([
      ['SYSTEM', 'built anew at refresh'],
      ['SYSTEM', `role ${role} was taken away`],
    ]);
    await app.call('/source', { value: 'first' });
  });

  it('tells the sessions of many users after a crash too', async () => {
    const { role, handle, userId } = await app.signInWithRole();
    for (let i = 0; i < USERS; i += 1) await app.call('/add-role', { userId: `${userId}-${i}`, role });
    // Who is told has a session that is read first.
    proxy.decide((call) => (call === 'GET /recipe/session/user' ? 'hang' : 'pass'));
    await app.call('/delete-role', { role });
    await app.process.line(/in the sessions of many users/);
    expect(await app.stored(handle)).toMatchObject({ 'st-role': { v: [role] } });
    await app.process.stop('SIGKILL');
    proxy.decide(() => 'pass');
    app = await start();
    await app.process.line(new RegExp(`Claims were brought up to date.*done: ${USERS + 1}, left: 0`));
    expect(await app.stored(handle)).toMatchObject({ 'st-role': { v: [] } });
    expect((await app.call('/changes', { userId })).body).toEqual([['SYSTEM', `role ${role} was deleted`]]);
  });
});
