import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import manifest from '../package.json' with { type: 'json' };

const LOCKFILE = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');

it("the SDK is the application's own: a peer, which is there without development dependencies as well", () => {
  expect(manifest.peerDependencies).toEqual({ 'supertokens-node': '>=23.1 <25' });
  expect({ ...manifest.dependencies, ...manifest.devDependencies }).not.toHaveProperty(['supertokens-node']);
  const { packages } = JSON.parse(LOCKFILE) as { packages: Readonly<Record<string, object>> };
  expect(packages['node_modules/supertokens-node']).toMatchObject({ version: expect.any(String) as unknown });
  expect(packages['node_modules/supertokens-node']).not.toHaveProperty('dev');
});

it('what is exported has both module systems, and a place for each way of resolving types', () => {
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue;
    const { import: esm, require: commonjs } = target;
    const path = `${name.slice(2)}/index`;
    expect(esm).toEqual({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` });
    expect(commonjs).toEqual({ types: `./dist/commonjs/${path}.d.ts`, default: `./dist/commonjs/${path}.js` });
    expect(manifest.typesVersions['*']).toHaveProperty([name.slice(2)], [commonjs.types]);
  }
});

it("the README's links and pictures work where npm shows it: none is relative", () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((target) => !/^(https?:\/\/|#)/.test(target))).toEqual([]);
});
