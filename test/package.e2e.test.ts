import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { temporaryFolder } from './support/claimset.ts';
import { startCommand, type TestProcess } from './support/process.ts';
import { type Project, projectIn } from './support/project.ts';
import { codeBlocks } from './support/readme.ts';
import { signUp } from './support/user.ts';

const ROOT = resolve(import.meta.dirname, '..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const MADE_HERE = new Set(['node_modules', 'dist', 'data', '.git']);
const [claims = ''] = codeBlocks('Declaring claims', 'graphql');

const CONSUMER = `
import { createClaimsClient, type ClaimsClientError } from 'claimset/client';
import { createGuard } from 'claimset/guard';
import { inProcessLock, losslessClaims, postgresLock, standingClaims } from 'claimset/supertokens';
const lock = process.env['DATABASE_URL'] === undefined
  ? inProcessLock()
  : postgresLock({ connectionString: process.env['DATABASE_URL'] });
export const plugins = [losslessClaims({ lock }), standingClaims({ lock })];
export const outcomeOf = (error: ClaimsClientError): 'NOT_APPLIED' | 'UNKNOWN' | null => error.outcome;
export const client = createClaimsClient({ url: 'http://localhost:4000/graphql' });
export const guarded = (): unknown => createGuard({ url: 'http://localhost:4000', apiKey: 'key' });
export const statuses = async (email: string) =>
  (await client.updateUserClaims({ user: { email }, claims: { plan: 'PRO' } })).sessions.map(({ status }) => status);
`;
const REQUIRE_ALL = `console.log(
  typeof require('claimset/supertokens').losslessClaims, typeof require('claimset/guard').createGuard,
  typeof require('claimset/client').createClaimsClient)`;
/** The TypeScript options of a NestJS application of today, and of one that was begun some years ago. */
const COMMONJS_APPLICATIONS = {
  NodeNext: { module: 'NodeNext' },
  'module: commonjs': { module: 'CommonJS', moduleResolution: 'Node10', ignoreDeprecations: '6.0' },
};
const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

let files: readonly string[];
let tarball: string;
let project: Project;

beforeAll(async () => {
  const checkout = await cleanCheckout();
  const options = ['--json', '--foreground-scripts=false', '--pack-destination', checkout];
  const [{ filename, files: entries }] = packed.parse(JSON.parse(await npm(checkout, 'pack', ...options)));
  files = entries.map(({ path }) => path);
  tarball = join(checkout, filename);
  project = projectIn(await temporaryFolder());
  const packages = [tarball, '@types/node@20'];
  await npm(project.folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
}, 300_000);

it('the package carries what it runs, and the declarations of what it exports', () => {
  const declarations = files.filter((file) => file.endsWith('.d.ts'));
  expect(declarations).toEqual(expect.arrayContaining(['dist/client/index.d.ts', 'dist/supertokens/index.d.ts']));
  const others = files.filter((file) => !declarations.includes(file));
  const wanted =
    /^(LICENSE|README\.md|package\.json|schema\/\w+\.graphql|dist\/.+\.js|dist\/commonjs\/package\.json|dist\/(commonjs|program)\/LICENSES\.md|dist\/explorer\/.+)$/;
  expect(others.filter((file) => !wanted.test(file))).toEqual([]);
  const internal = /^dist\/([^/]+$|(cli|config|core|http|program|resolvers|explorer)\/)/;
  expect(declarations.filter((file) => internal.test(file))).toEqual([]);
  expect(files.filter((file) => /test|\.map$/.test(file))).toEqual([]);
});

it('claimset start serves the API, its default claims and GraphiQL from a folder that has nothing else', async () => {
  const running = claimset('start', {});
  const [, url = ''] = await running.line(/^GraphQL\s+(http:\S+)\/graphql$/);
  const [, dataFolder] = await running.line(/^Session core\s+embedded, in ([^:]+):/);
  expect(dataFolder).toBe(join(project.folder, 'data'));
  const { session } = await signUp(url);
  const { data } = await session.send(
    'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { session { claims { theme } } } }',
  );
  expect(data).toEqual({ updateMyClaims: { session: { claims: { theme: 'DARK' } } } });
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  const [, script = ''] = /src="([^"]+\.js)"/.exec(await page.text()) ?? [];
  expect((await fetch(url + script)).status).toBe(200);
  expect(existsSync(join(project.folder, 'data'))).toBe(true);
});

it('claimset start takes the claims of a file beside it', async () => {
  project.write('claims.graphql', claims);
  const url = await start({ CLAIMS_SCHEMA: './claims.graphql', DATA_DIR: 'other-data' });
  const { session } = await signUp(url);
  const { data } = await session.send(
    'mutation { updateMyClaims(input: { claims: { nickname: "Ada" } }) { session { claims { nickname } } } }',
  );
  expect(data).toEqual({ updateMyClaims: { session: { claims: { nickname: 'Ada' } } } });
});

it('claimset core serves the core alone, and claimset start works on it', async () => {
  const core = claimset('core', { DATA_DIR: 'core-data' });
  const [, coreUrl = ''] = await core.line(/^Session core\s+(\S+)$/);
  const url = await start({ SUPERTOKENS_CONNECTION_URI: coreUrl, EMAIL_PASSWORD: 'on' });
  const { session } = await signUp(url);
  const { data } = await session.send('{ mySession { tenantId } }');
  expect(data).toEqual({ mySession: { tenantId: 'public' } });
});

it('all exports load, and type-check in a strict project', async () => {
  project.write('src/consumer.ts', CONSUMER);
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
  const script =
    "for (const name of ['client', 'guard', 'supertokens']) console.log(Object.keys(await import(`claimset/${name}`)).join())";
  const { code, output } = await project.run(['--input-type=module', '--eval', script]);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toMatch(
    /createClaimsClient[^]*createGuard[^]*losslessClaims,postgresLedger,postgresLock,standingClaims/,
  );
});

it('what it exports resolves to what it is, with its types, for every way to resolve a module', async () => {
  const content = new Uint8Array(readFileSync(tarball));
  const { messages } = await publint({ pack: { tarball: content.buffer }, strict: true });
  expect(messages).toEqual([]);
  const { problems } = z
    .object({ problems: z.array(z.unknown()) })
    .parse(await checkPackage(createPackageFromTarballData(content)));
  expect(problems).toEqual([]);
}, 120_000);

it.each(Object.entries(COMMONJS_APPLICATIONS))('all exports type-check in CommonJS (%s)', async (_name, options) => {
  const folder = join(project.folder, 'commonjs');
  mkdirSync(folder, { recursive: true });
  project.write('commonjs/package.json', JSON.stringify({ type: 'commonjs' }));
  project.write('commonjs/consumer.ts', CONSUMER);
  const compilerOptions = { target: 'ES2022', types: ['node'], strict: true, esModuleInterop: true, ...options };
  project.write('commonjs/tsconfig.json', JSON.stringify({ compilerOptions }));
  expect(await project.run([TSC, '--project', folder])).toEqual({ code: 0, output: '' });
  const use =
    "const { plugins, client } = require('./commonjs/consumer.js'); console.log(plugins.length, typeof client)";
  expect(await project.run(['--eval', use])).toEqual({ code: 0, output: '2 object\n' });
});

it('CommonJS needs no ES module: tools that load none, as Jest 29, work', async () => {
  const args = ['--no-experimental-require-module', '--eval', REQUIRE_ALL];
  expect(await project.run(args)).toEqual({ code: 0, output: 'function function function\n' });
});

/** What a fresh clone has after `npm ci`: nothing is built yet. */
async function cleanCheckout(): Promise<string> {
  const folder = join(await temporaryFolder(), 'checkout');
  mkdirSync(folder);
  cpSync(ROOT, folder, { recursive: true, filter: (path) => path === ROOT || !MADE_HERE.has(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('npm', args, { cwd, maxBuffer: 2 ** 26 })).stdout;
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const [, url = ''] = await claimset('start', env).line(/^GraphQL\s+(http:\S+)\/graphql$/);
  return url;
}

/** The command that `npx claimset` runs, in the folder of the project. */
function claimset(command: string, env: Readonly<Record<string, string>>): TestProcess {
  const bin = join(project.folder, 'node_modules/.bin/claimset');
  const running = startCommand(bin, [command], { PORT: '0', ...env }, project.folder);
  onTestFinished(async () => {
    await running.stop();
  });
  return running;
}
