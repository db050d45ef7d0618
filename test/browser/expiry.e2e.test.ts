import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Claimset, startClaimset } from '../support/claimset.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

describeInBrowser('an access token of two seconds', (browser) => {
  let claimset: Claimset;

  beforeAll(async () => {
    claimset = await startClaimset({ CORE_ACCESS_TOKEN_VALIDITY: '2' });
  });
  afterAll(() => claimset.stop());

  it('is refreshed during a mutation, and nobody notices', async () => {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    await explorer.signUp('ada@example.com');
    await explorer.sessionTimeRunsOut();
    const refreshed = explorer.page.waitForResponse((response) => response.url().endsWith('/auth/session/refresh'));
    const answer = await explorer.runTab('UpdateMyClaims');
    expect(answer).toMatchObject({ data: { updateMyClaims: { userErrors: [] } } });
    expect((await refreshed).status()).toBe(200);
    await explorer.claimSays('theme', 'DARK');
    expect(await explorer.fault().count()).toBe(0);
  });
});
