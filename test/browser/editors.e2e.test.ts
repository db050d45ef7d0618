import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp } from '../support/user.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

const UPDATE_USER = `mutation ($id: ID!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims }) { sessions { status } }
}`;

describeInBrowser('the editors and the panel of GraphiQL', (browser) => {
  const administrator = createApiKey('administrator', ['claims:write']);
  let claimset: Claimset;

  beforeAll(async () => {
    claimset = await startClaimset({ API_KEYS: administrator.entry });
  });
  afterAll(() => claimset.stop());

  const opened = async (): Promise<ExplorerPage> => ExplorerPage.open(await browser.open(claimset.url), claimset.url);
  const change = (id: string, claims: object) =>
    send(claimset.url, UPDATE_USER, { id, claims }, { 'x-api-key': administrator.key });

  it('put a prepared operation back that was changed', async () => {
    const explorer = await opened();
    await explorer.openTab('MySession');
    await explorer.runText('query MySession { __typename }');
    await explorer.page.getByRole('button', { name: 'Restore the prepared operations' }).click();
    await explorer.editorShows('claimsVersion');
  });

  it('say that the claims of the server are other ones than those of the tabs, and put them back', async () => {
    const explorer = await opened();
    const { page } = explorer;
    await page.evaluate(() => {
      localStorage.setItem('claimset:prepared', 'as another server had them');
    });
    await page.reload();
    const notice = page.getByText('The claims of this server have changed');
    await notice.waitFor();
    await page.locator('.panel').getByRole('button', { name: 'Restore the prepared operations' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: /Execute/ }).waitFor();
    expect(await notice.count()).toBe(0);
  });

  it('send what stands in the Headers tab, and keep none of it', async () => {
    const explorer = await opened();
    const { page } = explorer;
    await page.getByRole('button', { name: 'Headers', exact: true }).click();
    await explorer.paste('Headers', '{ "x-request-id": "from-the-headers-tab" }');
    const sent = page.waitForRequest((request) => request.headers()['x-request-id'] === 'from-the-headers-tab');
    await page.getByRole('button', { name: /Execute/ }).click();
    expect((await (await sent).response())?.headers()['x-request-id']).toBe('from-the-headers-tab');
    const storage = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(storage).not.toContain('from-the-headers-tab');
  });

  it('speak for a session in headers whose token is given, and follow what others change in it', async () => {
    const user = await signUp(claimset.url);
    const explorer = await opened();
    await explorer.page.getByLabel('Access token of another session').fill(user.session.accessToken);
    await explorer.page.getByRole('button', { name: 'Use this access token' }).click();
    await explorer.page.locator('.panel').getByText(user.id, { exact: true }).waitFor();
    await explorer.runTab('UpdateMyClaims');
    await explorer.claimSays('theme', '+ added');
    await change(user.id, { plan: 'PRO' });
    await explorer.claimSays('https://example.com/plan', '+ added');
    await explorer.page.getByRole('button', { name: 'Stop using this token' }).click();
    await explorer.page.getByText('Nobody is signed in').waitFor();
  });

  it('become dark with the system, and light again', async () => {
    const { page } = await opened();
    const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
    await page.emulateMedia({ colorScheme: 'dark' });
    await editor.and(page.locator('.vs-dark')).waitFor();
    await page.emulateMedia({ colorScheme: 'light' });
    await editor.and(page.locator('.vs')).waitFor();
    expect(await page.locator('.vs-dark').count()).toBe(0);
  });

  it('share the width by the arrow keys', async () => {
    const { page } = await opened();
    const bar = page.getByRole('separator', { name: 'Width of the panel' });
    const width = async (): Promise<number> => Number(await bar.getAttribute('aria-valuenow'));
    await bar.focus();
    const before = await width();
    await page.keyboard.press('ArrowRight');
    const wider = await width();
    expect(wider).toBeGreaterThan(before);
    await page.keyboard.press('ArrowLeft');
    expect(await width()).toBeLessThan(wider);
  });

  it('find one of a hundred claims', async () => {
    const explorer = await opened();
    await explorer.signUp('hundred@example.com');
    const { page } = explorer;
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
    const id = String((await explorer.tokenPayload())['sub']);
    await change(id, { additional: Object.fromEntries(names.map((name) => [name, 1])) });
    await page.getByLabel('Filter 100 claims').fill('C42');
    await page.getByText('1 of 100 claims').waitFor();
    await explorer.claimSays('c42', '1');
    expect(await page.locator('[data-claim]').count()).toBe(1);
  });
});
