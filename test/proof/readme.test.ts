import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'proof/README.md'), 'utf8');
/** `| step | `file`: `name` |` */
const STEPS = [...README.matchAll(/^\| .+ \| `(src\/[\w./-]+)`: `(\w+)` \|$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

it('the table of steps is there', () => {
  expect(STEPS.length).toBeGreaterThan(15);
});

it.each(STEPS)('$name, a step of the models, is in $file', ({ file, name }) => {
  const path = join(ROOT, file);
  expect(existsSync(path)).toBe(true);
  const declared = new RegExp(`(?:function ${name}\\b|^ {2}(?:async )?${name}[(<])`, 'm');
  expect(readFileSync(path, 'utf8')).toMatch(declared);
});

it('the mutants of the table are those that are checked', () => {
  const run = readFileSync(join(ROOT, 'proof/run'), 'utf8');
  const checked = [...run.matchAll(/^ {2}run fails \S+ -D(\w+)/gm)].map(([, mutant = '']) => mutant);
  const [, table = ''] = README.split('| taken away |');
  const shown = [...table.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, mutant = '']) => mutant);
  expect(new Set(checked)).toEqual(new Set(shown.filter((mutant) => mutant !== 'NOT_APPLIED')));
});
