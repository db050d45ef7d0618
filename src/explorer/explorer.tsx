import { GraphiQL, type GraphiQLProps, HISTORY_PLUGIN } from 'graphiql';

import { WrapLongLines } from './editor/long-lines.tsx';
import { EditorToolbar } from './editor/toolbar.tsx';
import { SessionIcon, SessionPanel } from './panel/session-panel.tsx';

const SESSION_PLUGIN = { title: 'Session', icon: SessionIcon, content: SessionPanel };
// GraphiQL takes a new list for a change.
const PLUGINS = [SESSION_PLUGIN, HISTORY_PLUGIN];

/** GraphiQL with the session panel, and prepared operations. */
export function Explorer({ fetcher, defaultTabs }: Required<Pick<GraphiQLProps, 'fetcher' | 'defaultTabs'>>) {
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={PLUGINS}
      visiblePlugin={SESSION_PLUGIN}
      defaultTabs={defaultTabs}
      defaultQuery=""
      // What stands in the Headers tab may be an API key or a token, which must never reach localStorage.
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Toolbar>{(parts) => <EditorToolbar {...parts} />}</GraphiQL.Toolbar>
      <GraphiQL.Logo>
        <h1 className="explorer-logo">Claimset</h1>
        <WrapLongLines />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
