import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { freePort } from '../deploy/nginx.ts';
import { installExample, packClaimset, runScript } from '../support/examples.ts';
import { millisUntil } from '../support/guarded.ts';
import type { TestProcess } from '../support/process.ts';
import { signUp } from '../support/user.ts';
import { describeInBrowser } from './browser.ts';

const TWO_MINUTES = 120_000;
const REPORT = 'What only those see who have the plan PRO';

describeInBrowser('examples/guarded: three processes, Claimset, a guarded service, and a browser', (browser) => {
  let folder: string;
  let server: TestProcess;
  let service: TestProcess;
  let [api, page] = ['', ''];

  beforeAll(async () => {
    folder = await installExample('guarded', await packClaimset());
    await promisify(execFile)(process.execPath, ['keys.js'], { cwd: folder });
    const port = await freePort();
    page = `http://localhost:${port}`;
    server = runScript(folder, 'server', { WEBSITE_ORIGINS: page });
    [, api = ''] = await server.line(/^Claimset\s+(http:\S+)$/);
    service = runScript(folder, 'app', { CLAIMSET_URL: api, PORT: String(port) });
    await service.line(/^Application http/);
  }, TWO_MINUTES);
  afterAll(async () => {
    await service.stop();
    await server.stop();
  });

  /** What an administrator does on the command line. */
  async function setPlan(email: string, plan = ''): Promise<void> {
    const done = runScript(folder, 'plan', { CLAIMSET_URL: api }, `${email} ${plan}`);
    await done.line(/^1 sessions$/);
    await done.stop();
  }

  const shows = (tab: Page, id: string, text: string): Promise<void> =>
    tab.locator(`#${id}`).filter({ hasText: text }).waitFor();

  it('refuses the old token of a plan that was taken away, and takes the refreshed one', async () => {
    const { email, session } = await signUp(api);
    const ask = async (path: string): Promise<string> => {
      const response = await fetch(page + path, { headers: { authorization: `Bearer ${session.accessToken}` } });
      const { code, text } = (await response.json()) as { code?: string; text?: string };
      return code === undefined ? String(text) : `${response.status} ${code}`;
    };
    await setPlan(email, 'PRO');
    await session.refresh();
    expect(await ask('/report')).toBe(REPORT);
    await setPlan(email);
    await millisUntil('401 TRY_REFRESH_TOKEN', () => ask('/hello'));
    await session.refresh();
    expect([await ask('/report'), await ask('/hello')]).toEqual(['403 FORBIDDEN', expect.stringMatching(/^Hello/)]);
  });

  it('shows on its page, without a click, what was given and what was taken away', async () => {
    const email = 'ada@example.com';
    const context = await browser.open(page, api);
    const tab = await context.newPage();
    await tab.goto(page);
    await tab.getByLabel('Email').fill(email);
    await tab.getByLabel('Password').fill('correct-horse-1');
    const listens = tab.waitForResponse(
      (response) => response.request().headers()['accept'] === 'text/event-stream' && response.ok(),
    );
    await tab.getByRole('button', { name: 'Sign up' }).click();
    await shows(tab, 'report', '403 FORBIDDEN');
    await listens;
    await setPlan(email, 'PRO');
    await shows(tab, 'report', REPORT);
    await shows(tab, 'claims', '"https://example.com/plan": "PRO"');
    await setPlan(email);
    await shows(tab, 'report', '403 FORBIDDEN');
    await shows(tab, 'hello', 'Hello, user');
    // The page was refused once more, which Chromium writes down: it is what was to be seen.
    expect(browser.takeFaults().every((fault) => fault.includes('403'))).toBe(true);
  });
});
