import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { buildSchema } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';

import { createExplorer } from '../../src/http/explorer.ts';
import { ask, startTiny } from './tiny-app.ts';

const schema = buildSchema(
  'directive @claim(key: String) on FIELD_DEFINITION type Claims { a: ID @claim(key: "<&$&") }',
);
const SCRIPT = '1;';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function startWithExplorer(emailPassword: boolean, demoUser = false): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'claimset-explorer-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<html data-email-password="on" data-demo-user="off"><template id="schema"></template></html>',
  );
  await writeFile(join(folder, 'assets/main-hash.js'), SCRIPT);
  await writeFile(join(folder, 'assets/main-hash.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, 'assets/main-hash.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(folder, 'assets/small-hash.js'), SCRIPT);
  const { url } = await startTiny({ explorer: createExplorer({ emailPassword, demoUser, schema }, folder) });
  return url;
}

it.each(['/', '/graphql', '/graphql?query={caller}'])('browsers get the page at %s', async (path) => {
  const url = await startWithExplorer(true);
  const response = await fetch(url + path, { headers: BROWSER });
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('vary')).toContain('Accept');
});

it.each(['*/*', 'application/json'])('who takes %s gets the landing text and the API', async (accept) => {
  const url = await startWithExplorer(true);
  const landing = await fetch(url, { headers: { accept } });
  expect(await landing.json()).toMatchObject({ graphiql: `${url}/` });
  expect(landing.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  expect((await ask(url, '{ caller }', {}, { accept })).data).toEqual({ caller: 'nobody' });
});

it('its files are kept for a year, each under the policy of the page', async () => {
  const url = await startWithExplorer(true);
  const { headers } = await fetch(`${url}/explorer/assets/main-hash.js`);
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(headers.get('content-security-policy')).toContain("worker-src 'self'");
});

it.each([
  ['gzip, deflate, br', 'main', 'br'],
  ['gzip, deflate', 'main', 'gzip'],
  ['br;q=0, gzip;q=0', 'main', null],
  ['gzip, deflate, br', 'small', null],
])('who takes %s gets the file %s compressed: %s', async (accepted, name, encoding) => {
  const url = await startWithExplorer(true);
  const response = await fetch(`${url}/explorer/assets/${name}-hash.js`, { headers: { 'accept-encoding': accepted } });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('vary')).toContain('Accept-Encoding');
  expect(await response.text()).toBe(SCRIPT);
});

it.each([
  '/explorer',
  '/explorer/',
  '/explorer/assets',
  '/explorer/../package.json',
  '/explorer/%2e%2e%2fpackage.json',
  '/explorer/assets/../../package.json',
  '/explorer/assets/%00.js',
])('there is nothing else at %s', async (path) => {
  const url = await startWithExplorer(true);
  expect((await fetch(url + path)).status).toBe(404);
});

it.each([true, false])('the page is told whether this server signs users in: %s', async (emailPassword) => {
  const url = await startWithExplorer(emailPassword);
  const page = await (await fetch(url, { headers: BROWSER })).text();
  expect(page).toContain(`data-email-password="${emailPassword ? 'on' : 'off'}"`);
});

it.each([true, false])('the page is told whether it may make a user for a try: %s', async (demoUser) => {
  const url = await startWithExplorer(true, demoUser);
  const page = await (await fetch(url, { headers: BROWSER })).text();
  expect(page).toContain(`data-demo-user="${demoUser ? 'on' : 'off'}"`);
});

it('the page is told the claims with their directives, as text and not as markup', async () => {
  const url = await startWithExplorer(true);
  const page = await (await fetch(url, { headers: BROWSER })).text();
  expect(page).toContain('<template id="schema">type Claims {\n  a: ID @claim(key: "&lt;&amp;$&amp;")\n}</template>');
});

it('a page that was not built is none, and / says what to do', async () => {
  const explorer = createExplorer({ emailPassword: true, demoUser: true, schema }, join(tmpdir(), 'no-such-folder'));
  expect(explorer).toBeNull();
  const { url } = await startTiny({ explorer });
  const landing = await fetch(url, { headers: BROWSER });
  expect(landing.status).toBe(200);
  expect(await landing.json()).toMatchObject({
    graphiql: expect.stringContaining('npm run build:explorer') as unknown,
  });
});
