import { GraphiQL, type GraphiQLProps, HISTORY_PLUGIN } from 'graphiql';

import { WrapLongLines } from './long-lines.tsx';
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
      // An API key must never reach localStorage, so there is one field for it, in the panel.
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Logo>
        <span className="explorer-logo">Claimset</span>
        <WrapLongLines />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
