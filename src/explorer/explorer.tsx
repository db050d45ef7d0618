import { GraphiQL, HISTORY_PLUGIN, type GraphiQLProps } from 'graphiql';

import conflict from './examples/conflict.graphql?raw';
import dryRun from './examples/dry-run.graphql?raw';
import mySession from './examples/my-session.graphql?raw';
import updateMyClaims from './examples/update-my-claims.graphql?raw';
import updateUserClaims from './examples/update-user-claims.graphql?raw';
import { WrapLongLines } from './long-lines.tsx';
import { SessionIcon, SessionPanel } from './panel/session-panel.tsx';

const SESSION_PLUGIN = { title: 'Session', icon: SessionIcon, content: SessionPanel };
// GraphiQL takes a new list for a change.
const PLUGINS = [SESSION_PLUGIN, HISTORY_PLUGIN];
const EXAMPLES = [mySession, updateMyClaims, updateUserClaims, dryRun, conflict].map((query) => ({ query }));

/** GraphiQL with the session panel, and operations that work as they stand. */
export function Explorer({ fetcher }: Pick<GraphiQLProps, 'fetcher'>) {
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={PLUGINS}
      visiblePlugin={SESSION_PLUGIN}
      defaultTabs={EXAMPLES}
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
