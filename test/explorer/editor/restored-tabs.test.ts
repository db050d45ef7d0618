import { describe, expect, it } from 'vitest';

import { restoredTabs, type Tab } from '../../../src/explorer/editor/restored-tabs.ts';

const PREPARED = [
  { name: 'MySession', text: 'query MySession { new }' },
  { name: 'DryRun', text: 'mutation DryRun { new }' },
];

const tab = (title: string): Tab => ({
  id: title,
  hash: '',
  title,
  query: 'old',
  operationName: title,
  response: '{}',
});
const queriesOf = (tabs: readonly Tab[]) => tabs.map(({ title, query }) => [title, query]);

describe('the prepared operations', () => {
  it('are put back where their tabs are, and at the end where those are gone', () => {
    const tabs = restoredTabs([tab('Mine'), tab('MySession')], 0, PREPARED);
    expect(queriesOf(tabs)).toEqual([
      ['Mine', 'old'],
      ['MySession', 'query MySession { new }'],
      ['DryRun', 'mutation DryRun { new }'],
    ]);
  });

  it('leave the open tab as the same object, by which GraphiQL finds it', () => {
    const open = tab('MySession');
    expect(restoredTabs([tab('DryRun'), open], 1, PREPARED)[1]).toBe(open);
  });
});
