import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Claimset, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { codeBlocks } from '../support/readme.ts';
import { describeInBrowser } from './browser.ts';
import { ExplorerPage } from './explorer-page.ts';

describeInBrowser("GraphiQL with the README's claims", (browser) => {
  let claimset: Claimset;

  beforeAll(async () => {
    const CLAIMS_SCHEMA = join(await temporaryFolder(), 'claims.graphql');
    await writeFile(CLAIMS_SCHEMA, codeBlocks('Declaring claims', 'graphql').join(''));
    claimset = await startClaimset({ CLAIMS_SCHEMA });
  });
  afterAll(() => claimset.stop());

  it('has tabs that work as they stand', async () => {
    const explorer = await ExplorerPage.open(await browser.open(claimset.url), claimset.url);
    await explorer.signUp('ada@example.com');
    expect(await explorer.runTab('MySession')).toMatchObject({ data: { mySession: { claims: { plan: null } } } });
    expect(await explorer.runTab('DryRun')).toMatchObject({
      data: { updateMyClaims: { changes: { added: ['app_cart'] }, userErrors: [] } },
    });
    // It fits the schema, and needs the permission.
    expect(await explorer.runTab('UpdateUserClaims')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});
