import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** Which folders of `src` each folder may import, besides itself. What is not here may import nothing of ours. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  http: ['claims', 'log'],
  resolvers: ['claims'],
  claims: [],
  log: ['claims'],
  supertokens: ['claims', 'locks'],
  locks: ['claims'],
  'embedded-core': [],
  // What other services load: nothing of the server, and of the pure heart only what a version is.
  guard: ['claims'],
  client: [],
  explorer: ['client', 'claims'],
  config: ['claims', 'embedded-core', 'log'],
  // The command line starts what `src/server.ts` composes.
  cli: ['', 'claims', 'config', 'embedded-core', 'locks', 'log', 'supertokens'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly isType: boolean;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const pattern = /(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\s*\(?\s*'([^']+)'/g;
  return [...source.matchAll(pattern)].map(([, type, from, bare]) => ({
    file: relative(ROOT, file),
    specifier: from ?? bare ?? '',
    isType: type !== undefined,
  }));
}

/** The folder of `src`; empty for files that lie beside `server.ts`. */
function folderOf(path: string): string {
  const [folder = '', ...rest] = relative(SRC, path).split('/');
  return rest.length > 0 ? folder : '';
}

const imports = filesBelow(SRC).flatMap(importsOf);
const within = (folder: string): Import[] => imports.filter(({ file }) => file.startsWith(`src/${folder}/`));
const isOwn = ({ specifier }: Import): boolean => specifier.startsWith('.');
const target = ({ file, specifier }: Import): string => folderOf(resolve(ROOT, dirname(file), specifier));

describe('the architecture', () => {
  it.each(Object.entries(ALLOWED))('%s imports only what it may', (folder, allowed) => {
    const found = within(folder)
      .filter(isOwn)
      .filter((one) => target(one) !== folder && !allowed.includes(target(one)));
    expect(found).toEqual([]);
  });

  it('every folder of src is named here, so that none goes unchecked', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !(name in ALLOWED))).toEqual([]);
  });

  it('claims imports of packages only graphql', () => {
    const packages = within('claims').filter((one) => !isOwn(one) && !one.specifier.startsWith('node:'));
    expect(packages.filter(({ specifier }) => !/^graphql(\/|$)/.test(specifier))).toEqual([]);
  });

  it('only supertokens imports supertokens-node', () => {
    const users = imports.filter(({ specifier }) => specifier.startsWith('supertokens-node'));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ file }) => !file.startsWith('src/supertokens/'))).toEqual([]);
  });

  it('a guard needs of packages only jose, and nothing of one runtime', () => {
    const packages = within('guard').filter((one) => !isOwn(one));
    expect(packages.filter(({ specifier }) => specifier !== 'jose')).toEqual([]);
    const ofClaims = within('guard').filter((one) => target(one) === 'claims' && !one.isType);
    expect(ofClaims.map(({ specifier }) => specifier)).toEqual(['../claims/canonical.ts']);
  });

  it('only the process reads process.env', () => {
    const readers = filesBelow(SRC).filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')));
    expect(readers.map((file) => relative(SRC, file))).toEqual(['cli/process.ts']);
  });

  it('no file of the server is longer than 220 lines', () => {
    const lengthOf = (file: string): number => readFileSync(file, 'utf8').split('\n').length;
    expect(filesBelow(SRC).filter((file) => lengthOf(file) > 220)).toEqual([]);
  });
});
