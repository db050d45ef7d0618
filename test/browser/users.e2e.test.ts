import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

const ASSETS = join(import.meta.dirname, '../../dist/explorer/assets');
/** Comes when somebody asks for an operation to be made pretty. */
const PRETTIER = /^(?:babel|estree|standalone|graphql)-/;
/** GraphiQL's own: its sidebar, its tabs and its editors. */
const OF_GRAPHIQL = ['.graphiql-sidebar', '.graphiql-tabs', '#graphiql-session'];
const violationsShape = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe-core finds on the page that is ours: rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe.run({ exclude: ${JSON.stringify(OF_GRAPHIQL)} })`);
  const { violations: all } = z.object({ violations: violationsShape }).parse(found);
  return all.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describeInBrowser('GraphiQL for people who look after users', (browser) => {
  const support = createApiKey('support', ['claims:read', 'claims:write', 'claims:audit']);
  let claimset: Claimset;

  beforeAll(async () => {
    claimset = await startClaimset({ API_KEYS: support.entry });
  });
  afterAll(() => claimset.stop());

  /** A user with as many sessions. */
  async function userWithSessions(email: string, sessions: number): Promise<string> {
    const formFields = [
      { id: 'email', value: email },
      { id: 'password', value: 'correct-horse-1' },
    ];
    let id = '';
    for (let count = 0; count < sessions; count += 1) {
      const response = await fetch(`${claimset.url}/auth/${count === 0 ? 'signup' : 'signin'}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'st-auth-mode': 'header' },
        body: JSON.stringify({ formFields }),
      });
      ({ id } = z.object({ user: z.object({ id: z.string() }) }).parse(await response.json()).user);
    }
    return id;
  }

  async function opened(): Promise<ExplorerPage> {
    return ExplorerPage.open(await browser.open(claimset.url), claimset.url);
  }

  it('changes the plan of a user with three sessions, shows what came of it in each, and ends one', async () => {
    const email = 'ada@example.com';
    await userWithSessions(email, 3);
    const { page } = await opened();
    await page.getByLabel('API key').fill(support.key);
    await page.getByRole('button', { name: 'Show Users' }).click();
    await page.getByLabel('Beginning of an email address').fill('ADA@');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: email }).click();
    await page.getByRole('button', { name: 'Change claims' }).click();
    await page.getByRole('combobox', { name: 'Claim', exact: true }).selectOption('plan');
    await page.getByRole('combobox', { name: 'Value' }).selectOption('PRO');
    await page.getByLabel('Why, for the history').fill('paid by invoice');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('list', { name: 'What would happen' }).waitFor();
    expect(await page.locator('[data-claim]').count()).toBe(0);
    await page.getByRole('button', { name: 'Apply' }).click();
    const happened = page.getByRole('list', { name: 'What happened' }).locator('[data-status="UPDATED"]');
    await happened.first().waitFor();
    // Three sessions, and those to come.
    expect(await happened.count()).toBe(4);
    const changes = page.getByRole('list', { name: 'Changes of this user' });
    await changes.getByText('by the API key support').waitFor();
    await changes.getByText('paid by invoice').waitFor();
    await changes.getByRole('button', { name: /^Undo the change/ }).click();
    await page.getByRole('form', { name: 'Undo a change' }).getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing is written yet').waitFor();
    await page.getByRole('button', { name: 'Undo it' }).click();
    await changes.getByText('Undone since.').waitFor();
    await expect.poll(() => page.locator('[data-claim]').count()).toBe(0);
    await page
      .getByRole('button', { name: /^End this session/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Yes, sign this device out' }).click();
    await expect.poll(() => page.locator('[data-session]').count()).toBe(2);
  });

  it('says to somebody without the permission why, and which command gives it', async () => {
    const id = await userWithSessions('eve@example.com', 1);
    const explorer = await opened();
    await explorer.signUp('grace@example.com');
    await explorer.openUsers(id);
    await explorer.fault().filter({ hasText: 'This needs the permission claims:read' }).waitFor();
    await explorer.page.getByText('npx claimset grant grace@example.com claims:read', { exact: true }).waitFor();
  });

  it('makes a demo user whose first claim arrives, and edits it after a dry run', async () => {
    const explorer = await opened();
    const { page } = explorer;
    await page.getByRole('button', { name: 'Try it as a demo user' }).click();
    await explorer.claimSays('theme', '+ added');
    await page.getByRole('button', { name: 'Edit theme' }).click();
    await page.getByRole('combobox', { name: 'Value' }).selectOption('LIGHT');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Nothing is written yet').waitFor();
    expect(await explorer.tokenPayload()).toMatchObject({ theme: 'DARK' });
    await page.getByRole('button', { name: 'Apply' }).click();
    await explorer.claimSays('theme', '"DARK" → "LIGHT"');
    expect(await explorer.tokenPayload()).toMatchObject({ theme: 'LIGHT' });
  });

  it.each(['light', 'dark'] as const)('has nothing that axe-core finds fault with in %s', async (colorScheme) => {
    const id = await userWithSessions(`${colorScheme}@example.com`, 1);
    const explorer = await opened();
    const { page } = explorer;
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
    await explorer.signUp(`axe-${colorScheme}@example.com`);
    await explorer.runTab('UpdateMyClaims');
    await explorer.claimSays('theme', '+ added');
    await page.getByRole('button', { name: 'Edit theme' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('API key').fill(support.key);
    await explorer.openUsers(id);
    await page.getByRole('button', { name: 'Change claims' }).click();
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await violations(page)).toEqual([]);
  });
});

it.each([
  ['brotli', '.br'],
  // Browsers take no brotli without https.
  ['gzip', '.gz'],
])('what the page loads at first is at most 1.5 MB, as it is sent by %s', (_how, ending) => {
  const sent = readdirSync(ASSETS).filter((name) => name.endsWith(ending) && !PRETTIER.test(name));
  const bytes = sent.reduce((sum, name) => sum + statSync(join(ASSETS, name)).size, 0);
  expect(bytes).toBeGreaterThan(500_000);
  expect(bytes).toBeLessThan(1_500_000);
});
