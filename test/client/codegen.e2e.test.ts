import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createApiKey } from '../../src/http/api-key.ts';
import { runCli, startClaimset, type Claimset } from '../support/claimset.ts';
import { createLinkedProject, type Project } from '../support/project.ts';
import { readmeBlocks } from '../support/readme.ts';
import { signUp } from '../support/user.ts';

const apiKey = createApiKey('billing', ['claims:read', 'claims:write']);
const [codegen = '', call = '', backEnd = ''] = readmeBlocks('Typed client', 'ts');
const [claims = ''] = readmeBlocks('Declaring claims', 'graphql');
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
});

afterAll(() => claimset.stop());

const inProject = (text: string): string => text.replaceAll('http://localhost:4000', claimset.url);
const run = (file: string) =>
  project.run(['--import', 'tsx', file], { CLAIMS_API_KEY: apiKey.key, URL: `${claimset.url}/graphql` });

test('from codegen.ts to a typed call it is ten lines, and the call works with a claim of my own', async () => {
  expect((codegen + call).trimEnd().split('\n')).toHaveLength(10);
  project.write('src/rename.ts', inProject(`${call}console.log(JSON.stringify(result));\n`));
  expect(await project.run([CODEGEN])).toMatchObject({ code: 0 });
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
  const ada = await signUp(claimset.url, 'ada@example.com');
  const { output } = await run('src/rename.ts');
  expect(output.trim()).toBe('{"updateUserClaims":{"standing":{"status":"UPDATED"}}}');
  const { data } = await ada.session.send('{ mySession { claims { nickname } } }');
  expect(data).toEqual({ mySession: { claims: { nickname: 'Ada' } } });
});

test.each([
  ['a value of another type', 'nickname: 7', "Type 'number' is not assignable to type 'string'"],
  ['a value that the enum has not', "plan: 'GOLD'", `Type '"GOLD"' is not assignable to type 'Plan`],
  ['a claim that is not declared', 'nickName: "Ada"', "'nickName' does not exist in type 'UserClaimsPatch'"],
])('%s is a compile error', async (_what, wrong, message) => {
  project.write('src/rename.ts', inProject(call.replace("nickname: 'Ada'", wrong)));
  const { code, output } = await project.typecheck();
  expect(code).toBe(2);
  expect(output).toContain(message);
  project.write('src/rename.ts', inProject(call));
});

test('the types are the same from a running server, by introspection', async () => {
  project.write('introspect.ts', codegen.replace('claimset.graphql', `${claimset.url}/graphql`));
  expect(await project.run([CODEGEN, '--config', 'introspect.ts'])).toMatchObject({ code: 0 });
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
});

test('the back end of the README compiles, and does what it says', async () => {
  const { email, session } = await signUp(claimset.url);
  project.write('src/back-end.ts', inProject(backEnd));
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
  project.write(
    'src/main.ts',
    `import { darken, upgrade } from './back-end.js';
     console.log(JSON.stringify([await upgrade('${email}'), await upgrade('?'), await darken('${session.accessToken}')]));`,
  );
  const { output } = await run('src/main.ts');
  const [upgraded, refused, accessToken] = JSON.parse(output) as [string, string, string];
  expect([upgraded, refused]).toEqual(['', expect.stringContaining('EMAIL') as string]);
  session.accessToken = accessToken;
  expect(session.token).toMatchObject({ theme: 'DARK', 'https://example.com/plan': 'PRO' });
});
