import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { freePort } from '../deploy/nginx.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';
import { describeInBrowser } from './browser.ts';
import { payloadOf } from './cookies.ts';
import { serveExample } from './example-page.ts';

const UPDATE = `mutation ($email: EmailAddress!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { email: $email }, claims: $claims, reach: LIVE_SESSIONS }) { sessions { handle } }
}`;
const END = 'mutation ($handle: ID!) { endSession(input: { handle: $handle }) { ended } }';
const updated = z.object({
  updateUserClaims: z.object({ sessions: z.tuple([z.object({ handle: z.string() })]) }),
});

describeInBrowser('examples/vite-react, behind an nginx with its default settings', (browser) => {
  const administrator = createApiKey('administrator', ['claims:read', 'claims:write']);
  let nginx: TestNginx;
  let claimset: Claimset;
  let example: Awaited<ReturnType<typeof serveExample>>;
  let [apiUrl, pageUrl] = ['', ''];

  beforeAll(async () => {
    const [apiPort, pagePort] = [await freePort(), await freePort()];
    [apiUrl, pageUrl] = [`http://localhost:${apiPort}`, `http://localhost:${pagePort}`];
    claimset = await startClaimset({
      PUBLIC_URL: apiUrl,
      WEBSITE_ORIGINS: pageUrl,
      API_KEYS: administrator.entry,
      CORE_ACCESS_TOKEN_VALIDITY: '10',
    });
    const [, port = ''] = await claimset.process.line(/^Listening on .* port (\d+)$/);
    const server = `listen 127.0.0.1:${apiPort}; location / { proxy_pass http://127.0.0.1:${port}; }`;
    nginx = await startNginx({ http: '', server });
    example = await serveExample(pagePort, apiUrl);
  });
  afterAll(async () => {
    await example.stop();
    await nginx.stop();
    await claimset.stop();
  });

  /** A browser with tabs of one user's session; the streams that it opens are written down. */
  async function tabs(
    email: string,
    count: number,
  ): Promise<{ context: BrowserContext; pages: Page[]; streams: string[] }> {
    const context = await browser.open(pageUrl, apiUrl);
    const streams: string[] = [];
    context.on('request', (request) => {
      if (request.headers()['accept'] === 'text/event-stream') streams.push(request.url());
    });
    const first = await context.newPage();
    await first.goto(pageUrl);
    await first.getByLabel('Email').fill(email);
    await first.getByLabel('Password').fill('correct-horse-1');
    await first.getByRole('button', { name: 'Sign up' }).click();
    await first.getByRole('button', { name: 'Sign out' }).waitFor();
    const pages = [first];
    while (pages.length < count) {
      const page = await context.newPage();
      await page.goto(pageUrl);
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      pages.push(page);
    }
    await expect.poll(() => streams).toHaveLength(1);
    return { context, pages, streams };
  }

  /** An administrator changes a claim; resolves to the handle of the session. */
  async function change(email: string, claims: object): Promise<string> {
    const { data } = await send(apiUrl, UPDATE, { email, claims }, { 'x-api-key': administrator.key });
    return updated.parse(data).updateUserClaims.sessions[0].handle;
  }

  const shows = (page: Page, text: string): Promise<void> => page.locator('pre').filter({ hasText: text }).waitFor();

  it("shows an administrator's change in each tab without a click, over one stream, and the token has it", async () => {
    const { context, pages, streams } = await tabs('tabs@example.com', 3);
    await change('tabs@example.com', { features: ['first'] });
    await Promise.all(pages.map((page) => shows(page, 'first')));
    expect(await payloadOf(context)).toMatchObject({ features: ['first'] });
    expect(streams).toHaveLength(1);
    // Of the tab that listens: another one does from then on.
    await pages[0]?.close();
    await expect.poll(() => streams).toHaveLength(2);
    await change('tabs@example.com', { features: ['second'] });
    await Promise.all(pages.slice(1).map((page) => shows(page, 'second')));
  });

  it('goes on when the access token has expired and was refreshed', async () => {
    const { context, pages, streams } = await tabs('refresh@example.com', 1);
    const [page] = pages;
    if (page === undefined) throw new Error('there is no tab');
    const refreshed = page.waitForResponse((response) => response.url().endsWith('/auth/session/refresh'));
    expect((await refreshed).status()).toBe(200);
    await expect.poll(() => streams.length).toBeGreaterThanOrEqual(2);
    await change('refresh@example.com', { features: ['after'] });
    await shows(page, 'after');
    expect(await payloadOf(context)).toMatchObject({ features: ['after'] });
  });

  it('knows within a second that the session was ended, and the page shows that nobody is signed in', async () => {
    const { pages } = await tabs('ended@example.com', 1);
    const [page] = pages;
    const handle = await change('ended@example.com', { features: ['there'] });
    await page?.locator('pre').filter({ hasText: 'there' }).waitFor();
    // It is what the page asks as soon as it is told.
    const told = page?.waitForRequest((request) => request.postData()?.includes('{ mySession { id } }') ?? false);
    await send(apiUrl, END, { handle }, { 'x-api-key': administrator.key });
    const endedAtMillis = performance.now();
    await told;
    expect(performance.now() - endedAtMillis).toBeLessThan(1_000);
    await page?.getByRole('button', { name: 'Sign up' }).waitFor();
  });
});
