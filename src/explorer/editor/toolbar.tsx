import { ToolbarButton } from '@graphiql/react';
import type { ReactNode } from 'react';

import { CopyAsCurl } from './copy-as-curl.tsx';
import { useTabs } from './use-tabs.ts';

/** GraphiQL's toolbar, with two buttons more. */
export function EditorToolbar({ prettify, merge, copy }: Readonly<Record<'prettify' | 'merge' | 'copy', ReactNode>>) {
  const { restore } = useTabs();
  return (
    <>
      {prettify}
      {merge}
      {copy}
      <CopyAsCurl />
      <ToolbarButton label="Restore the prepared operations" onClick={restore}>
        <svg className="graphiql-toolbar-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M4 5v5h5M4.5 10a8 8 0 1 1-.5 4" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </ToolbarButton>
    </>
  );
}
