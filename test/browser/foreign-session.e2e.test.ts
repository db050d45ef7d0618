import { randomUUID } from 'node:crypto';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { describeInBrowser } from './browser.ts';

const DARKEN = 'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { session { claims { theme } } } }';
const READ = '{ mySession { claims { theme } } }';
const COOKIE_DOMAIN = '.example.test';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** As the page's own script does it, with the cookies of the browser. */
function post(page: Page, url: string, body: object): Promise<Answer> {
  const request = { url, body: JSON.stringify(body) };
  return page.evaluate(async ({ url: to, body: text }) => {
    const headers = { 'content-type': 'application/json', 'st-auth-mode': 'cookie', rid: 'session' };
    const response = await fetch(to, { method: 'POST', credentials: 'include', headers, body: text });
    return { status: response.status, body: (await response.json()) as unknown };
  }, request);
}

describeInBrowser('a session that an application began for all hosts of its domain', (browser) => {
  let core: Awaited<ReturnType<typeof startTestCore>>;
  let app: SdkApp;
  let appUrl: string;
  const started: Claimset[] = [];

  beforeAll(async () => {
    core = await startTestCore();
    app = await startSdkApp({ CORE_URI: core.url, API_DOMAIN: 'http://app.example.test', COOKIE_DOMAIN });
    appUrl = app.url.replace('127.0.0.1', 'app.example.test');
  });
  afterAll(async () => {
    for (const claimset of started) await claimset.stop();
    await app.stop();
    await core.close();
  });

  /** Starts Claimset beside the application, and says where browsers find it. */
  async function startBeside(env: Readonly<Record<string, string>>): Promise<string> {
    const claimset = await startClaimset({
      PUBLIC_URL: 'http://claims.example.test',
      WEBSITE_ORIGINS: appUrl,
      SUPERTOKENS_CONNECTION_URI: core.url,
      ...env,
    });
    started.push(claimset);
    const [, port = ''] = await claimset.process.line(/^Listening on .* port (\d+)$/);
    return `http://claims.example.test:${port}`;
  }

  async function signedIn(...origins: readonly string[]): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.open(appUrl, ...origins);
    const page = await context.newPage();
    await page.goto(appUrl);
    expect(await post(page, `${appUrl}/sign-in`, { userId: randomUUID() })).toMatchObject({ status: 200 });
    return { page, context };
  }

  async function accessTokenDomains(context: BrowserContext): Promise<string[]> {
    const cookies = await context.cookies();
    return cookies.filter(({ name }) => name === 'sAccessToken').map(({ domain }) => domain);
  }

  it('is changed by both, with one cookie, before and after a refresh', async () => {
    const url = await startBeside({ COOKIE_DOMAIN });
    const { page, context } = await signedIn(url);
    for (const path of ['/merge', '/auth/session/refresh', '/merge']) {
      expect(await post(page, `${url}/graphql`, { query: DARKEN })).toMatchObject({ status: 200 });
      expect(await post(page, appUrl + path, { newKey: path })).toMatchObject({ status: 200 });
    }
    const { body } = await post(page, `${appUrl}/payload`, {});
    expect(body).toMatchObject({ theme: 'DARK', newKey: '/merge' });
    expect(await accessTokenDomains(context)).toEqual([COOKIE_DOMAIN]);
  });

  it('with another domain in Claimset has two cookies, and each answer says what to set', async () => {
    const url = await startBeside({});
    const { page, context } = await signedIn(url);
    await post(page, `${url}/graphql`, { query: DARKEN });
    expect((await accessTokenDomains(context)).sort()).toEqual([COOKIE_DOMAIN, 'claims.example.test']);
    const advice = expect.stringContaining('Set COOKIE_DOMAIN to the cookieDomain of the application') as string;
    const refused = { errors: [{ message: advice, extensions: { code: 'DUPLICATE_COOKIE' } }] };
    for (const path of ['/graphql', '/auth/session/refresh']) {
      expect(await post(page, url + path, { query: READ })).toMatchObject({ status: 400, body: refused });
    }
    expect(new Set(browser.takeFaults()).size).toBe(1);
  });

  it('whose browser kept two cookies recovers with the older domain, after one refresh by the application', async () => {
    const before = await startBeside({});
    const after = await startBeside({ COOKIE_DOMAIN, OLDER_COOKIE_DOMAIN: 'host-only' });
    const { page, context } = await signedIn(before, after);
    await post(page, `${before}/graphql`, { query: DARKEN });
    expect(await post(page, `${after}/graphql`, { query: READ })).toMatchObject({ status: 401 });
    expect(await post(page, `${appUrl}/auth/session/refresh`, {})).toMatchObject({ status: 200 });
    expect(await post(page, `${after}/graphql`, { query: READ })).toMatchObject({
      status: 200,
      body: { data: { mySession: { claims: { theme: 'DARK' } } } },
    });
    expect(await accessTokenDomains(context)).toEqual([COOKIE_DOMAIN]);
  });
});
