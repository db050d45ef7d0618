import { existsSync } from 'node:fs';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Hosts of a test's own domain, for what depends on the names of hosts. */
const LOOPBACK_HOSTS = '--host-resolver-rules=MAP *.example.test 127.0.0.1';

/** What the tests of one file share: a browser whose pages are watched. */
export interface TestBrowser {
  /** A window that shares nothing with the others; it may ask these origins, and no other. */
  open(...origins: readonly string[]): Promise<BrowserContext>;
  /** What went wrong on the pages so far; a test that brings it about takes it away, and expects it. */
  takeFaults(): readonly string[];
}

/**
 * Tests in a real browser. Each of them fails where a page logs an error, breaks a content security policy, or asks
 * another origin. Without a Chromium they are skipped, by a name that says so; in CI they fail.
 */
export function describeInBrowser(name: string, tests: (browser: TestBrowser) => void): void {
  const path = findChromium();
  const title = path === null ? `${name} (no Chromium: set CHROMIUM_PATH)` : name;
  if (path === null && process.env['CI'] !== undefined) throw new Error(`${title}: CI must not skip it`);
  describe.skipIf(path === null)(title, () => {
    tests(useBrowser(path));
  });
}

function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return named;
  return [...USUAL_PLACES, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

function useBrowser(executablePath: string | null): TestBrowser {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  beforeAll(async () => {
    if (executablePath === null) throw new Error('without a Chromium no test runs');
    // Chromium's sandbox does not work for root, as in a container.
    const chromiumSandbox = process.getuid?.() !== 0;
    browser = await chromium.launch({ executablePath, chromiumSandbox, args: [LOOPBACK_HOSTS] });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    open: async (...origins) => {
      if (browser === undefined) throw new Error('the browser has not started');
      const context = await browser.newContext();
      contexts.push(context);
      context.on('page', (page) => {
        watch(page, origins, faults);
      });
      return context;
    },
    takeFaults: () => faults.splice(0),
  };
}

function watch(page: Page, origins: readonly string[], faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefreshedLater(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && !origins.includes(origin)) faults.push(`request: ${request.url()}`);
  });
}

/** Chromium logs each 401; it is how the SDK learns that the session must be refreshed, or that there is none. */
function isRefreshedLater(text: string): boolean {
  return text === 'Failed to load resource: the server responded with a status of 401 (Unauthorized)';
}
