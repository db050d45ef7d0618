import { GraphiQL, type GraphiQLProps, HISTORY_PLUGIN } from 'graphiql';

import { FollowScheme } from './editor/follow-scheme.tsx';
import { KeyboardBars } from './editor/keyboard-bars.tsx';
import { WrapLongLines } from './editor/long-lines.tsx';
import { storageWithoutHeaders } from './editor/storage.ts';
import { EditorToolbar } from './editor/toolbar.tsx';
import { SessionIcon, SessionPanel } from './panel/session-panel.tsx';
import { FollowRoute, USERS_TITLE } from './users/follow-route.tsx';
import { usersHash, usersRoute } from './users/route.ts';
import { UsersIcon, UsersPanel } from './users/users-panel.tsx';

const USERS_PLUGIN = { title: USERS_TITLE, icon: UsersIcon, content: UsersPanel };
const SESSION_PLUGIN = { title: 'Session', icon: SessionIcon, content: SessionPanel };
// GraphiQL takes a new list for a change.
const PLUGINS = [SESSION_PLUGIN, USERS_PLUGIN, HISTORY_PLUGIN];

const STORAGE = storageWithoutHeaders(localStorage);

const FIRST_PLUGIN = usersRoute(window.location.hash) === null ? SESSION_PLUGIN : USERS_PLUGIN;

/** GraphiQL with the session panel, and prepared operations. */
export function Explorer({ fetcher, defaultTabs }: Required<Pick<GraphiQLProps, 'fetcher' | 'defaultTabs'>>) {
  return (
    <>
      <h1 className="panel-hidden">Claimset, GraphiQL</h1>
      <GraphiQL
        fetcher={fetcher}
        plugins={PLUGINS}
        visiblePlugin={FIRST_PLUGIN}
        onTogglePluginVisibility={(plugin) => {
          tellAddress(plugin?.title === USERS_TITLE);
        }}
        storage={STORAGE}
        defaultTabs={defaultTabs}
        schemaDescription
        defaultQuery=""
        // What stands in the Headers tab may be an API key or a token, which must never reach localStorage.
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Toolbar>{(parts) => <EditorToolbar {...parts} />}</GraphiQL.Toolbar>
        <GraphiQL.Logo>
          <span className="explorer-logo">Claimset</span>
          <WrapLongLines />
          <KeyboardBars />
          <FollowRoute />
          <FollowScheme />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

/** The address names what is open, so that it can be passed on. */
function tellAddress(isUsers: boolean): void {
  if (isUsers === (usersRoute(window.location.hash) !== null)) return;
  if (isUsers) window.location.hash = usersHash(null);
  else {
    window.history.pushState(null, '', window.location.pathname + window.location.search);
    // The browser tells of no fragment that is taken away in this way.
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
}
