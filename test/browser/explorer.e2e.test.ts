import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

const UPDATE_USER = `mutation ($email: EmailAddress!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { email: $email }, claims: $claims }) { sessions { status } userErrors { message } }
}`;
const UPDATED = { data: { updateUserClaims: { sessions: [{ status: 'UPDATED' }], userErrors: [] } } };

describeInBrowser('GraphiQL with the session panel', (browser) => {
  const administrator = createApiKey('administrator', ['claims:read', 'claims:write']);
  let claimset: Claimset;
  let users = 0;
  const newEmail = () => `user-${(users += 1)}@example.com`;

  beforeAll(async () => {
    claimset = await startClaimset({ API_KEYS: administrator.entry, MAX_OWN_CLAIMS_BYTES: '4096' });
  });
  afterAll(() => claimset.stop());

  async function signedUp(email = newEmail()): Promise<ExplorerPage> {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    await explorer.signUp(email);
    return explorer;
  }

  it('shows a claim in the panel and in the cookie as soon as the mutation has run', async () => {
    const explorer = await signedUp();
    expect(await explorer.runTab('MySession')).toMatchObject({ data: { mySession: { claims: { theme: null } } } });
    await explorer.runTab('UpdateMyClaims');
    await explorer.claimSays('theme', '+ added');
    await explorer.claimSays('newKey', 'newValue');
    expect(await explorer.tokenPayload()).toMatchObject({ theme: 'DARK', newKey: 'newValue' });
  });

  it('marks what changed and what is gone', async () => {
    const explorer = await signedUp();
    await explorer.runTab('UpdateMyClaims');
    await explorer.runText(
      'mutation { updateMyClaims(input: { claims: { theme: LIGHT, additional: { newKey: null } } }) { userErrors { code } } }',
    );
    await explorer.claimSays('theme', '~ updated');
    await explorer.claimSays('newKey', '− removed');
  });

  it("shows an administrator's change without a click, and by whom it is", async () => {
    const email = newEmail();
    const explorer = await signedUp(email);
    const headers = { 'x-api-key': administrator.key };
    const answer = await send(claimset.url, UPDATE_USER, { email, claims: { plan: 'PRO' } }, headers);
    expect(answer).toMatchObject(UPDATED);
    await explorer.claimSays('https://example.com/plan', '+ added');
    await explorer.claimSays('https://example.com/plan', 'by a back end');
    expect(await explorer.tokenPayload()).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it('runs a subscription until it is stopped', async () => {
    const email = newEmail();
    const { page } = await signedUp(email).then(async (explorer) => {
      await explorer.openTab('MySessionChanged');
      return explorer;
    });
    await page.getByRole('button', { name: /Execute/ }).click();
    await page.getByRole('button', { name: /Stop/ }).waitFor();
    const headers = { 'x-api-key': administrator.key };
    await send(claimset.url, UPDATE_USER, { email, claims: { theme: 'LIGHT' } }, headers);
    await page.locator('.graphiql-response').getByText('"CHANGED"').waitFor();
    await page.getByRole('button', { name: /Stop/ }).click();
    await page.getByRole('button', { name: /Execute/ }).waitFor();
  });

  it('has the history of the session, and undoes what its user did', async () => {
    const explorer = await signedUp();
    const { page } = explorer;
    await explorer.runTab('UpdateMyClaims');
    await explorer.claimSays('theme', 'by you');
    await page.getByText('History of this session').click();
    const changes = page.getByRole('list', { name: 'Changes of this session' });
    await changes.getByText('theme: nothing → "DARK"').waitFor();
    await changes.getByRole('button', { name: /^Undo the change/ }).click();
    await page.getByLabel('Why, for the history').fill('only a try');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing is written yet').waitFor();
    expect(await explorer.tokenPayload()).toMatchObject({ theme: 'DARK' });
    await page.getByRole('button', { name: 'Undo it' }).click();
    await explorer.claimSays('theme', '− removed');
    await changes.getByText('only a try').waitFor();
    await changes.getByText('Undone since.').waitFor();
    expect(await explorer.tokenPayload()).not.toHaveProperty('theme');
  });

  it('has tabs that work as they stand', async () => {
    const explorer = await signedUp();
    expect(await explorer.runTab('DryRun')).toMatchObject({
      data: { updateMyClaims: { changes: { added: ['locale', 'app_cart'] }, userErrors: [] } },
    });
    expect(await explorer.runTab('Conflict')).toMatchObject({
      data: { updateMyClaims: { userErrors: [{ code: 'VERSION_CONFLICT' }] } },
    });
    expect(await explorer.runTab('UpdateUserClaims')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await explorer.runOneOf('ClaimsChanges')).toMatchObject({ data: { claimsChanges: { edges: [] } } });
    expect(await explorer.runOneOf('ClaimsChanges', 'ClaimsChange')).toEqual({ data: { claimsChange: null } });
    await explorer.page.getByLabel('API key').fill(administrator.key);
    expect(await explorer.runOneOf('Users')).toMatchObject({ data: { users: { pageInfo: {} } } });
  });

  it("says what to do where the administrator's tab is run by nobody", async () => {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    const { page } = explorer;
    await page.getByLabel('API key').fill(administrator.key);
    await explorer.openTab('UpdateUserClaims');
    await page.getByRole('button', { name: /Execute/ }).click();
    await page.locator('.graphiql-response').getByText('Nobody is signed in, so $me is nobody').waitFor();
  });

  it("runs the administrator's tab with an API key, which is never stored", async () => {
    const explorer = await signedUp();
    await explorer.page.getByLabel('API key').fill(administrator.key);
    expect(await explorer.runTab('UpdateUserClaims')).toMatchObject({
      data: { updateUserClaims: { sessions: [{ status: 'UPDATED' }], userErrors: [] } },
    });
    const storage = await explorer.page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(storage).not.toContain(administrator.key);
    await explorer.page.reload();
    expect(await explorer.page.getByLabel('API key').inputValue()).toBe('');
  });

  it('says that a claim of 10 kB is too large, and the user is still signed in', async () => {
    const explorer = await signedUp();
    const answer = await explorer.runText(
      `mutation { updateMyClaims(input: { claims: { additional: { app_text: "${'x'.repeat(10_000)}" } } }) { userErrors { code } } }`,
    );
    expect(answer).toEqual({ data: { updateMyClaims: { userErrors: [{ code: 'TOKEN_TOO_LARGE' }] } } });
    await explorer.page.locator('.graphiql-response').getByText('TOKEN_TOO_LARGE').waitFor();
    await explorer.refreshSession();
    expect(await explorer.runText('{ mySession { userId } }')).toMatchObject({ data: { mySession: {} } });
    expect(await explorer.tokenPayload()).not.toHaveProperty('app_text');
  });

  it('keeps the different claims that two tabs of one session change at once', async () => {
    const one = await signedUp();
    const other = await ExplorerPage.open(one.page.context(), claimset.url);
    await Promise.all([
      one.runTab('UpdateMyClaims'),
      other.runText('mutation { updateMyClaims(input: { claims: { locale: "en-GB" } }) { userErrors { code } } }'),
    ]);
    await other.claimSays('locale', 'en-GB');
    await other.claimSays('theme', 'DARK');
    await one.comeBack();
    await one.claimSays('locale', 'en-GB');
  });

  it('says without a click that the session has ended where another tab has signed out', async () => {
    const one = await signedUp();
    const other = await ExplorerPage.open(one.page.context(), claimset.url);
    await other.page.getByRole('button', { name: 'Sign out' }).click();
    await other.page.getByText('Nobody is signed in').waitFor();
    await one.page.bringToFront();
    await one.fault().filter({ hasText: 'Your session has ended' }).waitFor();
  });

  it('says what to do where the token comes close to the limit', async () => {
    const email = newEmail();
    const explorer = await signedUp(email);
    // More than users may write themselves.
    const claims = { additional: { app_text: 'x'.repeat(1_800) } };
    const headers = { 'x-api-key': administrator.key };
    expect(await send(claimset.url, UPDATE_USER, { email, claims }, headers)).toMatchObject(UPDATED);
    await explorer.page.getByText('Close to the limit').waitFor();
  });

  it('is as wide as a narrow window, and as high as what stands on it', async () => {
    const explorer = await signedUp();
    await explorer.runTab('UpdateMyClaims');
    const { page } = explorer;
    await page.locator('.graphiql-response').getByText('newValue').waitFor();
    await page.setViewportSize({ width: 400, height: 800 });
    await expect.poll(() => page.locator('html').evaluate((html) => html.scrollWidth)).toBe(400);
    const content = await page.locator('.graphiql-container').boundingBox();
    expect(await page.locator('html').evaluate((html) => html.scrollHeight)).toBe(Math.round(content?.height ?? 0));
  });

  it('signs out and in again, and says what is wrong with a password', async () => {
    const email = newEmail();
    const { page } = await signedUp(email);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByLabel('Password').press('Enter');
    await page.locator('.panel').getByRole('alert').filter({ hasText: 'is not right' }).waitFor();
    await page.getByLabel('Password').fill('correct-horse-1');
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });
});
