import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

import { useExplorer } from '../context.ts';
import { restoredTabs } from './restored-tabs.ts';

/** What the panels do with GraphiQL's tabs. */
export interface Tabs {
  /** Opens the tab of a prepared operation, or makes it anew, and runs it. */
  readonly openAndRun: (name: string) => void;
  /** Puts all prepared operations back, as they fit the claims of now; tabs of other names stay. */
  readonly restore: () => void;
  readonly focusEditor: () => void;
}

/** GraphiQL's tabs, for components inside of it. */
export function useTabs(): Tabs {
  const { prepared, isPreparedOld } = useExplorer();
  const actions = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'queryEditor'));
  const textOf = (name: string): string => prepared.find((one) => one.name === name)?.text ?? '';
  const open = (name: string): void => {
    const index = tabs.findIndex(({ title }) => title === name);
    if (index === activeTabIndex) return;
    if (index >= 0) actions.changeTab(index);
    else {
      actions.addTab();
      queryEditor?.setValue(textOf(name));
    }
  };
  return {
    openAndRun: (name) => {
      open(name);
      actions.run();
    },
    restore: () => {
      actions.moveTab(restoredTabs(tabs, activeTabIndex, prepared));
      const active = textOf(tabs[activeTabIndex]?.title ?? '');
      // The tab that is open is what its editor shows.
      if (active !== '') queryEditor?.setValue(active);
      isPreparedOld.set(false);
    },
    focusEditor: () => queryEditor?.focus(),
  };
}
