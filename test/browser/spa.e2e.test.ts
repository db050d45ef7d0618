import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { describeInBrowser } from './browser.ts';
import { payloadOf } from './cookies.ts';
import { startSpa } from './spa-server.ts';

const UPDATE_USER = `mutation ($email: EmailAddress!) {
  updateUserClaims(input: { user: { email: $email }, claims: { features: ["beta"] } }) { sessions { status } }
}`;

describeInBrowser('a single-page application on another origin', (browser) => {
  const administrator = createApiKey('administrator', ['claims:write']);
  let spa: Awaited<ReturnType<typeof startSpa>>;
  let claimset: Claimset;

  beforeAll(async () => {
    spa = await startSpa();
    claimset = await startClaimset({
      WEBSITE_ORIGINS: spa.url,
      API_KEYS: administrator.entry,
      CORE_ACCESS_TOKEN_VALIDITY: '3',
    });
  });
  afterAll(async () => {
    await claimset.stop();
    await spa.stop();
  });

  async function signedUp(email: string): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.open(spa.url, claimset.url);
    const page = await context.newPage();
    await page.goto(`${spa.url}/?api=${claimset.url}`);
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await shows(page, 'sessionHandle');
    return { page, context };
  }

  async function shows(page: Page, text: string): Promise<void> {
    await page.locator('#claims').filter({ hasText: text }).waitFor();
    expect(await page.locator('#errors').textContent()).toBe('');
  }

  it('sees its own change at once, in cookies', async () => {
    const { page, context } = await signedUp('own@example.com');
    await page.getByRole('button', { name: 'Update my claims' }).click();
    await shows(page, '"theme":"DARK"');
    expect(await payloadOf(context)).toMatchObject({ theme: 'DARK' });
  });

  it("sees an administrator's change after a refresh", async () => {
    const { page } = await signedUp('managed@example.com');
    await send(claimset.url, UPDATE_USER, { email: 'managed@example.com' }, { 'x-api-key': administrator.key });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await shows(page, '"features":["beta"]');
  });

  it('changes a claim with an expired token, which is refreshed on the way', async () => {
    const { page, context } = await signedUp('late@example.com');
    const { exp } = await payloadOf(context);
    await expect.poll(() => Date.now() / 1000, { timeout: 10_000 }).toBeGreaterThan(Number(exp));
    const refreshed = page.waitForResponse((response) => response.url().endsWith('/auth/session/refresh'));
    await page.getByRole('button', { name: 'Update my claims' }).click();
    expect((await refreshed).status()).toBe(200);
    await shows(page, '"theme":"DARK"');
  });
});
