import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { folderOf, importsOf, reachableFrom, sourceFiles, textOf } from './support/imports.ts';

const SRC = join(import.meta.dirname, '../src');
const MOST_FILES_IN_A_FOLDER = 14;
const MOST_LINES = 220;

/** Which folders of `src` each folder may import, besides itself. What is not here may import nothing of ours. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  http: ['claims', 'log'],
  resolvers: ['claims'],
  claims: [],
  log: ['claims'],
  supertokens: ['claims', 'ledger', 'locks'],
  locks: ['claims'],
  ledger: ['claims', 'locks'],
  limits: [],
  metrics: [],
  tracing: [],
  'embedded-core': [],
  // What other services load: nothing of the server, and of the pure heart only what a version is.
  guard: ['claims'],
  freshness: ['claims', 'guard', 'ledger'],
  client: [],
  explorer: ['claims'],
  config: ['claims', 'embedded-core', 'log'],
  // What `src/server.ts` is composed of.
  server: [
    'client',
    'claims',
    'config',
    'embedded-core',
    'freshness',
    'http',
    'ledger',
    'limits',
    'locks',
    'log',
    'metrics',
    'resolvers',
    'supertokens',
    'tracing',
  ],
  // The command line starts what `src/server.ts` composes.
  cli: ['', 'claims', 'client', 'config', 'embedded-core', 'ledger', 'log', 'server', 'supertokens'],
};

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const targetFolder = (target: string | null): string | null => (target === null ? null : folderOf(target));

/** Which folders a folder does import, besides itself. */
function importedBy(folder: string): string[] {
  const own = imports.filter(({ file }) => folderOf(file) === folder);
  const targets = own.map(({ target }) => targetFolder(target)).filter((one) => one !== null && one !== folder);
  return [...new Set(targets)].map(String).sort();
}

describe('the architecture', () => {
  it.each(Object.entries(ALLOWED))('%s imports all that it may, and nothing else', (folder, allowed) => {
    expect(importedBy(folder)).toEqual([...allowed].sort());
  });

  it('every folder of src is named here, so that none goes unchecked', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  it('no file imports itself by way of others', () => {
    expect(files.filter((file) => reachableFrom(file, imports).has(file))).toEqual([]);
  });

  it('CONTRIBUTING shows these arrows', () => {
    const shown = [...textOf('CONTRIBUTING.md').matchAll(/^ {4}(\S+) +-> (.+)$/gm)];
    const arrows = shown.map(([, from = '', to = '']) => [from, to.split(', ').sort()]);
    const expected = Object.entries(ALLOWED).map(([from, to]) => [from, to.map((one) => one || 'server.ts').sort()]);
    expect(Object.fromEntries(arrows)).toEqual(Object.fromEntries(expected.filter(([, to]) => to?.length !== 0)));
  });

  it('CONTRIBUTING names only files that are there', () => {
    const named = [...textOf('CONTRIBUTING.md').matchAll(/`((?:src|test|schema|docs)\/[\w./-]+)`/g)];
    const paths = named.map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(SRC, '..', path)))).toEqual([]);
  });

  it('claims imports of packages only graphql', () => {
    const packages = imports.filter(({ file, target }) => folderOf(file) === 'claims' && target === null);
    expect(packages.filter(({ specifier }) => !/^(graphql(\/|$)|node:)/.test(specifier))).toEqual([]);
  });

  it('only supertokens imports supertokens-node', () => {
    const users = imports.filter(({ specifier }) => specifier.startsWith('supertokens-node'));
    expect([...new Set(users.map(({ file }) => folderOf(file)))]).toEqual(['supertokens']);
  });

  it('what claimset/supertokens exports runs only the pure rules of merging, the locks and the ledger', () => {
    const atRun = imports.filter(({ isType }) => !isType);
    const others = [...reachableFrom('src/supertokens/index.ts', atRun)].filter(
      (file) => !['supertokens', 'locks', 'ledger'].includes(folderOf(file)),
    );
    const pure = [
      ...['canonical', 'errors', 'merge', 'reserved', 'time-limits'],
      ...['size/token-size', 'size/claim-bytes', 'size/fitting-standing'],
    ].map((name) => `src/claims/${name}.ts`);
    expect(others.filter((file) => !pure.includes(file))).toEqual([]);
    expect(others).toContain('src/claims/merge.ts');
  });

  it('a guard needs of packages only jose, and nothing of one runtime', () => {
    const own = imports.filter(({ file }) => folderOf(file) === 'guard');
    const packages = own.filter(({ target }) => target === null);
    expect(packages.filter(({ specifier }) => specifier !== 'jose')).toEqual([]);
    const ofClaims = own.filter(({ target, isType }) => targetFolder(target) === 'claims' && !isType);
    expect(ofClaims.map(({ specifier }) => specifier)).toEqual(['../claims/canonical.ts']);
  });

  it('only the process reads process.env', () => {
    expect(files.filter((file) => /process\.env\b/.test(textOf(file)))).toEqual(['src/cli/process.ts']);
  });

  it(`no file is longer than ${MOST_LINES} lines`, () => {
    expect(files.filter((file) => textOf(file).trimEnd().split('\n').length > MOST_LINES)).toEqual([]);
  });

  it(`no folder has more than ${MOST_FILES_IN_A_FOLDER} files beside its subfolders`, () => {
    const folders = [...new Set(files.map((file) => dirname(file)))];
    const sizeOf = (folder: string): number => files.filter((file) => dirname(file) === folder).length;
    expect(folders.filter((folder) => sizeOf(folder) > MOST_FILES_IN_A_FOLDER)).toEqual([]);
  });
});
