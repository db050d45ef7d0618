import { randomUUID } from 'node:crypto';

import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

const CORE_IS_DOWN = 'Failed to load resource: the server responded with a status of 503 (Service Unavailable)';

describeInBrowser('the panel and a core outside', (browser) => {
  let core: Awaited<ReturnType<typeof startTestCore>>;
  let proxy: CoreProxy;
  let claimset: Claimset;

  beforeAll(async () => {
    core = await startTestCore({ CORE_ACCESS_TOKEN_VALIDITY: '3' });
    proxy = await startCoreProxy(core.url);
    claimset = await startClaimset({ SUPERTOKENS_CONNECTION_URI: proxy.url, EMAIL_PASSWORD: 'on' });
  });
  afterAll(async () => {
    await claimset.stop();
    await proxy.close();
    await core.close();
  });

  async function signedUp(): Promise<ExplorerPage> {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    await explorer.signUp(`${randomUUID()}@example.com`);
    return explorer;
  }

  function expectCoreWasDown(): void {
    expect([...new Set(browser.takeFaults())]).toEqual([`console: ${CORE_IS_DOWN}`]);
  }

  it('takes back that the core does not answer as soon as an operation succeeds', async () => {
    const explorer = await signedUp();
    await proxy.down();
    await explorer.refreshSession();
    await explorer.fault().filter({ hasText: 'The session core does not answer' }).waitFor();
    await proxy.up();
    await explorer.runTab('UpdateMyClaims');
    await explorer.fault().waitFor({ state: 'detached' });
    expectCoreWasDown();
  });

  it('says that the session cannot be read, and reads it when it is tried again', async () => {
    const explorer = await signedUp();
    await explorer.sessionTimeRunsOut();
    await proxy.down();
    await explorer.comeBack();
    await explorer.fault().filter({ hasText: 'The session core does not answer' }).waitFor();
    await proxy.up();
    await explorer.page.getByRole('button', { name: 'Try again' }).click();
    await explorer.page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await explorer.fault().count()).toBe(0);
    expectCoreWasDown();
  });
});

describeInBrowser('the panel and a session that another application began', (browser) => {
  let core: Awaited<ReturnType<typeof startTestCore>>;
  let app: SdkApp;
  let claimset: Claimset;

  beforeAll(async () => {
    core = await startTestCore();
    app = await startSdkApp({ CORE_URI: core.url });
    claimset = await startClaimset({ SUPERTOKENS_CONNECTION_URI: core.url });
  });
  afterAll(async () => {
    await claimset.stop();
    await app.stop();
    await core.close();
  });

  /** As the application's page does it: the frontend SDK keeps the front token in a cookie. */
  async function signInElsewhere(context: BrowserContext, payload: object): Promise<void> {
    const url = claimset.url;
    const response = await context.request.post(app.url.replace('127.0.0.1', 'localhost') + '/sign-in', {
      data: { userId: randomUUID(), payload },
      headers: { 'st-auth-mode': 'cookie' },
    });
    const value = response.headers()['front-token'] ?? '';
    await context.addCookies([
      { name: 'sFrontToken', value, url },
      { name: 'st-last-access-token-update', value: String(Date.now()), url },
    ]);
  }

  async function openSignedOut(): Promise<ExplorerPage> {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    await explorer.page.getByText('This server signs nobody in').waitFor();
    return explorer;
  }

  it('shows it when the person comes back, and says when it has ended', async () => {
    const explorer = await openSignedOut();
    const context = explorer.page.context();
    await signInElsewhere(context, { theme: 'DARK' });
    await explorer.comeBack();
    await explorer.claim('theme').waitFor();
    await context.clearCookies();
    await explorer.comeBack();
    await explorer.fault().filter({ hasText: 'Your session has ended' }).waitFor();
    await explorer.page.getByText('This server signs nobody in').waitFor();
  });

  it('says of a token that a refresh would make too large what to do', async () => {
    const explorer = await openSignedOut();
    await signInElsewhere(explorer.page.context(), { text: 'x'.repeat(2_300) });
    await explorer.comeBack();
    await explorer.page.getByText('Too large: a browser drops it at the next refresh').waitFor();
  });
});
