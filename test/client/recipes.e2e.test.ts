import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { createClaimsClient } from '../../src/client/index.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { createLinkedProject, type Project } from '../support/project.ts';
import { codeBlocks } from '../support/readme.ts';
import { signUp } from '../support/user.ts';

const TSC = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const CODEGEN = 'node_modules/@graphql-codegen/cli/esm/bin.js';
/** The claim `plan` of the README, by its key. */
const PLAN = 'https://example.com/plan';
const CLIENTS = ['apollo', 'urql', 'graphql-request'] as const;
/** Calls `darken` as a browser would: there, SuperTokens' frontend SDK sends the session with each `fetch`. */
const CALL_IN_A_SESSION = `
const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('authorization', 'Bearer ' + process.env.ACCESS_TOKEN);
  return fetch(url, { ...init, headers });
};
const { darken, listen } = await import(process.env.CLIENT);
if (darken) console.log(await darken());
else await listen(({ kind, changes }) => (console.log(kind, changes.added.join()), process.exit()));
`;

const apiKey = createApiKey('billing', ['claims:read', 'claims:write']);
const [codegen = '', call = ''] = codeBlocks('Typed client', 'ts');
const [claims = ''] = codeBlocks('Declaring claims', 'graphql');
const recipes = codeBlocks('Apollo Client, urql, graphql-request', 'ts', 'docs/client.md');

const [listening = ''] = codeBlocks('Listening to a session', 'ts', 'docs/client.md');

let project: Project;
let claimset: Claimset;

beforeAll(async () => {
  project = await createLinkedProject();
  project.write('claims.graphql', claims);
  const CLAIMS_SCHEMA = join(project.folder, 'claims.graphql');
  claimset = await startClaimset({ API_KEYS: apiKey.entry, CLAIMS_SCHEMA });
  project.write('claimset.graphql', (await runCli(['schema'], { CLAIMS_SCHEMA })).output);
  project.write('codegen.ts', codegen);
  project.write('call.mjs', CALL_IN_A_SESSION);
  const inProject = (text: string): string => text.replaceAll('http://localhost:4000', claimset.url);
  project.write('src/claimset.ts', inProject(`${call}console.log(JSON.stringify(result));\n`));
  project.write('src/listen.ts', inProject(listening));
  for (const [index, client] of CLIENTS.entries()) project.write(`src/${client}.ts`, inProject(recipes[index] ?? ''));
});

afterAll(() => claimset.stop());

it('one codegen.ts serves all clients, and what it makes compiles as `tsc --init` has it', async () => {
  expect(recipes).toHaveLength(CLIENTS.length);
  expect(await project.run([CODEGEN])).toMatchObject({ code: 0 });
  rmSync(join(project.folder, 'tsconfig.json'));
  await project.run([TSC, '--init']);
  const path = join(project.folder, 'tsconfig.json');
  const options = readFileSync(path, 'utf8');
  expect(options).toMatch(/"verbatimModuleSyntax": true/);
  // For Node.js, as the file itself says.
  writeFileSync(path, options.replace('"types": []', '"types": ["node"]'));
  expect(await project.run([TSC, '--noEmit'])).toEqual({ code: 0, output: '' });
});

it('createClaimsClient sends a document of this kind', async () => {
  await signUp(claimset.url, 'ada@example.com');
  const { output } = await project.run(['--import', 'tsx', 'src/claimset.ts'], { BILLING_API_KEY: apiKey.key });
  expect(output.trim()).toBe('{"updateUserClaims":{"standing":{"status":"UPDATED"}}}');
});

it.each(CLIENTS)('%s changes a claim of the session, and has it typed', async (client) => {
  const { session } = await signUp(claimset.url);
  const env = { ACCESS_TOKEN: session.accessToken, CLIENT: `./src/${client}.ts` };
  expect(await project.run(['--import', 'tsx', 'call.mjs'], env)).toEqual({ code: 0, output: 'DARK\n' });
  const { data } = await session.send('{ mySession { claims { theme } } }');
  expect(data).toEqual({ mySession: { claims: { theme: 'DARK' } } });
});

it('the typed document of the subscription tells of a change by somebody else', async () => {
  const { id, session } = await signUp(claimset.url);
  const client = createClaimsClient({ url: `${claimset.url}/graphql`, apiKey: apiKey.key });
  await client.updateUserClaims({ user: { id }, claims: { plan: 'PRO' } });
  const env = { ACCESS_TOKEN: session.accessToken, CLIENT: './src/listen.ts' };
  expect(await project.run(['--import', 'tsx', 'call.mjs'], env)).toEqual({ code: 0, output: `CHANGED ${PLAN}\n` });
});
