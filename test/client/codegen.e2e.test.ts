import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { createLinkedProject, type Project } from '../support/project.ts';
import { codeBlocks, section } from '../support/readme.ts';
import { signUp } from '../support/user.ts';

const apiKey = createApiKey('billing', ['claims:read', 'claims:write']);
const [codegen = '', call = ''] = codeBlocks('Typed client', 'ts');
const [backEnd = ''] = codeBlocks('Calls and errors', 'ts', 'docs/client.md');
const [claims = ''] = codeBlocks('Declaring claims', 'graphql');
const CODEGEN = 'node_modules/@graphql-codegen/cli/esm/bin.js';

let project: Project;
let claimset: Claimset;

beforeAll(async () => {
  project = await createLinkedProject();
  project.write('claims.graphql', claims);
  const CLAIMS_SCHEMA = join(project.folder, 'claims.graphql');
  claimset = await startClaimset({ API_KEYS: apiKey.entry, CLAIMS_SCHEMA });
  const sdl = await runCli(['schema'], { CLAIMS_SCHEMA });
  project.write('claimset.graphql', sdl.output);
  project.write('codegen.ts', codegen);
  project.write('src/rename.ts', inProject(`${call}console.log(JSON.stringify(result));\n`));
  project.write('src/back-end.ts', inProject(backEnd));
});

afterAll(() => claimset.stop());

const inProject = (text: string): string => text.replaceAll('http://localhost:4000', claimset.url);
const run = (file: string) => project.run(['--import', 'tsx', file], { BILLING_API_KEY: apiKey.key });
const generated = (): string => readFileSync(join(project.folder, 'src/gql/graphql.ts'), 'utf8');

it('from codegen.ts to a typed call it is ten lines, and the types hold', async () => {
  expect((codegen + call).trimEnd().split('\n')).toHaveLength(10);
  expect(await project.run([CODEGEN])).toMatchObject({ code: 0 });
  expect(generated()).toContain('nickname?: string | null | undefined');
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
});

it('the typed call changes a claim of my own', async () => {
  const ada = await signUp(claimset.url, 'ada@example.com');
  const { output } = await run('src/rename.ts');
  expect(output.trim()).toBe('{"updateUserClaims":{"standing":{"status":"UPDATED"}}}');
  const { data } = await ada.session.send('{ mySession { claims { nickname } } }');
  expect(data).toEqual({ mySession: { claims: { nickname: 'Ada' } } });
});

it('a wrong value is a compile error, and so is a claim that is not declared', async () => {
  project.write('src/type.ts', call.replace("nickname: 'Ada'", 'nickname: 7'));
  project.write('src/enum.ts', call.replace("nickname: 'Ada'", "plan: 'GOLD'"));
  project.write('src/name.ts', call.replace('nickname: ', 'nickName: '));
  const { code, output } = await project.typecheck();
  for (const file of ['src/type.ts', 'src/enum.ts', 'src/name.ts']) rmSync(join(project.folder, file));
  expect(code).toBe(2);
  expect(output).toMatch(/src\/type\.ts.*Type 'number' is not assignable to type 'string'/);
  expect(output).toMatch(/src\/enum\.ts.*Type '"GOLD"' is not assignable to type 'Plan/);
  expect(output).toMatch(/src\/name\.ts.*'nickName' does not exist in type 'UserClaimsPatch'/);
});

it('introspection of a running server makes the same types', async () => {
  const fromSdl = generated();
  const [schema = ''] = /schema: \{.*?\} \}/.exec(section('Types from a running server', 'docs/client.md')) ?? [];
  project.write('introspect.ts', inProject(codegen.replace("schema: 'claimset.graphql'", schema)));
  rmSync(join(project.folder, 'src/gql'), { recursive: true });
  expect(await project.run([CODEGEN, '--config', 'introspect.ts'])).toMatchObject({ code: 0 });
  expect(generated()).toBe(fromSdl);
});

it('the back end of docs/client.md upgrades a user, and says why not', async () => {
  const { email, session } = await signUp(claimset.url);
  project.write('calls.ts', `import { upgrade } from './src/back-end.ts'; ${printed(`upgrade('${email}')`)}`);
  expect(await run('calls.ts')).toEqual({ code: 0, output: '\n' });
  await session.refresh();
  expect(session.token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  project.write('calls.ts', `import { upgrade } from './src/back-end.ts'; ${printed("upgrade('nobody')")}`);
  expect((await run('calls.ts')).output).toMatch(/^INVALID_REQUEST, NOT_APPLIED, request [\w-]+\n$/);
});

it('the back end of docs/client.md hands the new access token on', async () => {
  const { session } = await signUp(claimset.url);
  const call = printed(`darken('${session.accessToken}')`);
  project.write('calls.ts', `import { darken } from './src/back-end.ts'; ${call}`);
  session.accessToken = (await run('calls.ts')).output.trim();
  expect(session.token).toMatchObject({ theme: 'DARK' });
});

function printed(call: string): string {
  return `console.log(await ${call});`;
}
