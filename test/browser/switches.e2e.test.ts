import { expect, it, onTestFinished } from 'vitest';

import { send } from '../support/caller.ts';
import { startClaimset } from '../support/claimset.ts';
import { describeInBrowser } from './browser.ts';

async function start(env: Readonly<Record<string, string>>): Promise<string> {
  const claimset = await startClaimset(env);
  onTestFinished(() => claimset.stop());
  return claimset.url;
}

it('EXPLORER=off answers 404 at /, says why, and refuses introspection', async () => {
  const url = await start({ EXPLORER: 'off' });
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ graphql: `${url}/graphql`, introspection: 'off' });
  const { errors } = await send(url, '{ __schema { queryType { name } } }');
  expect(errors).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
});

describeInBrowser('EMAIL_PASSWORD=off', (browser) => {
  it('hides signing up, in and out, and says what to do', async () => {
    const url = await start({ EMAIL_PASSWORD: 'off' });
    const page = await (await browser.open(url)).newPage();
    await page.goto(`${url}/graphql`);
    await page.getByText('This server signs nobody in').waitFor();
    expect(await page.getByRole('button', { name: /^Sign/ }).count()).toBe(0);
  });
});
