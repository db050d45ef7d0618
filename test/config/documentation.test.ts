import { expect, it } from 'vitest';

import { coreVariables, variables } from '../../src/config/variables.ts';
import { coreEnvSchema } from '../../src/embedded-core/settings.ts';
import { section } from '../support/readme.ts';

/** The rows of the table: the names of variables, and what stands for their default. */
const rows = section('All variables', 'docs/configuration.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .flatMap(([, names = '', byDefault = '']) => names.split(', ').map((name, index) => ({ name, index, byDefault })));

const shape = { ...coreVariables.shape, ...variables.shape, ...coreEnvSchema.shape };

it('the table of docs/configuration.md has each variable that is read, once, and no other', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(shape).sort());
});

it.each(Object.entries(shape))('the default of %s is the one in docs/configuration.md', (name, schema) => {
  const row = rows.find((one) => one.name === name);
  const cells = row?.byDefault.split(', ') ?? [];
  const documented = cells[row?.index ?? 0] ?? cells[0] ?? '';
  const parsed = schema.safeParse(undefined).data;
  // What is derived from other settings is described in words; the units of the core's own settings are its own.
  if (parsed === undefined) expect(documented).not.toMatch(/^\d+$/);
  else if (name.startsWith('CORE_'))
    expect(schema.safeParse(documented === 'none' ? '' : documented).data).toEqual(parsed);
  else if (typeof parsed === 'boolean') expect(documented).toBe(parsed ? 'on' : 'off');
  else expect([documented, Number(documented)]).toContain(parsed);
});

it('what the README says of the first variables is what the table says', () => {
  const lines = (page: string, title: string) =>
    section(title, page)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
  const all = lines('docs/configuration.md', 'All variables');
  const first = lines('README.md', 'Configuration');
  expect(first.length).toBeGreaterThan(5);
  expect(all).toEqual(expect.arrayContaining(first));
});
