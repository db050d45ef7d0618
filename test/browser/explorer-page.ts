import type { BrowserContext, Locator, Page } from 'playwright-core';
import { z } from 'zod';

import { payloadOf } from './cookies.ts';

/** An answer of the GraphQL API, as the page got it. */
const answerShape = z.looseObject({ data: z.unknown().optional(), errors: z.array(z.unknown()).optional() });

const SELECT_ALL = process.platform === 'darwin' ? 'Meta+A' : 'Control+A';

/** The GraphiQL page, as a person uses it. */
export class ExplorerPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(context: BrowserContext, url: string): Promise<ExplorerPage> {
    const page = await context.newPage();
    await page.goto(url);
    // The schema is there, and with it everything that the editor needs.
    await page.getByRole('button', { name: /Execute/ }).waitFor();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    return new ExplorerPage(page);
  }

  async signUp(email: string): Promise<void> {
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password').fill('correct-horse-1');
    const answered = this.answer();
    await this.page.getByRole('button', { name: 'Sign up' }).click();
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
    // `mySession` is run again, for the one who has come.
    await answered;
  }

  /** Opens the Users tab at this user, or at the list. */
  async openUsers(userId = ''): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/users/${userId}`);
    await this.page.getByRole('heading', { name: 'Users' }).waitFor();
  }

  /** Opens a prepared tab, and runs it. */
  async runTab(name: string): Promise<unknown> {
    await this.openTab(name);
    return this.run();
  }

  /** Opens a prepared tab with several operations, and runs the one of this name. */
  async runOneOf(tab: string, name = tab): Promise<unknown> {
    await this.openTab(tab);
    // GraphiQL asks which one as soon as it has read the operations.
    await this.executeButton().and(this.page.locator('[aria-haspopup="menu"]')).click();
    const answered = this.answer();
    await this.page.getByRole('menuitem', { name, exact: true }).click();
    return answered;
  }

  private executeButton(): Locator {
    return this.page.getByRole('button', { name: /Execute/ });
  }

  /** Resolves once the editor shows the tab's operation. */
  async openTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}\\b`) }).click();
    await this.page.locator('.graphiql-query-editor .view-lines').filter({ hasText: name }).waitFor();
  }

  /** Runs an operation in place of the one in the editor. */
  async runText(operation: string): Promise<unknown> {
    await this.paste('Operation Editor', operation);
    return this.run();
  }

  /** Resolves once the editor of operations shows this. */
  async editorShows(text: string): Promise<void> {
    await this.page.locator('.graphiql-query-editor .view-lines').filter({ hasText: text }).waitFor();
  }

  /** Puts a text in the place of what an editor holds. */
  async paste(editor: string, text: string): Promise<void> {
    await this.page.getByRole('region', { name: editor }).locator('.view-lines').filter({ visible: true }).click();
    await this.page.keyboard.press(SELECT_ALL);
    // Pasted, because what is typed gets closing braces of the editor's own.
    await this.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, text);
  }

  /** Runs the operation in the editor; the answer is the last one, after a refresh that it may need. */
  async run(): Promise<unknown> {
    const answered = this.answer();
    await this.page.getByRole('button', { name: /Execute/ }).click();
    return answered;
  }

  /** The next answer of the API that is none of a session to be refreshed. */
  private async answer(): Promise<unknown> {
    const response = await this.page.waitForResponse(
      (one) => one.url().endsWith('/graphql') && one.status() !== 401 && !isOfPanel(one.request().headers()),
    );
    return answerShape.parse(await response.json());
  }

  /** A line of the list of claims. */
  claim(key: string): Locator {
    return this.page.locator(`[data-claim="${key}"]`);
  }

  /** Resolves once the list says this of a claim, in words: `+ added`. */
  async claimSays(key: string, text: string): Promise<void> {
    await this.claim(key).filter({ hasText: text }).waitFor();
  }

  async refreshSession(): Promise<void> {
    const refreshed = this.page.waitForResponse((response) => response.url().endsWith('/auth/session/refresh'));
    await this.page.getByRole('button', { name: 'Refresh session' }).click();
    await refreshed;
  }

  /** The person comes back to this window. */
  async comeBack(): Promise<void> {
    await this.page.bringToFront();
    await this.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  }

  /** What the panel says went wrong. */
  fault(): Locator {
    return this.page.locator('.panel').getByRole('alert');
  }

  async sessionTimeRunsOut(): Promise<void> {
    await this.page.getByText('expired: the next request refreshes it').waitFor();
  }

  /** The payload of the access token in the cookie that scripts cannot read. */
  tokenPayload(): Promise<Record<string, unknown>> {
    return payloadOf(this.page.context());
  }
}

/** The panels ask for themselves, whenever there is something new. */
function isOfPanel(headers: Readonly<Record<string, string>>): boolean {
  return headers['graphql-client-name'] === 'claimset-explorer-panel';
}
