import { useState } from 'react';

import { claimRows } from '../claims/claims.ts';
import { ClaimsList } from '../claims/claims-list.tsx';
import { useExplorer } from '../context.ts';
import { Pages } from '../controls/pages.tsx';
import { claimsByKey, claimsSelection } from './claims-selection.ts';
import { EndSession } from './end-session.tsx';
import { Faults } from './faults.tsx';
import { sessionsAnswerShape, sessionsQuery, type UserSession } from './queries.ts';
import { useLoaded } from './use-loaded.ts';

const SESSIONS_A_PAGE = 10;

interface UserSessionsProps {
  readonly userId: string;
  /** Another one: load them again. */
  readonly round: number;
  readonly onChanged: () => void;
}

/** The live sessions of a user, page by page. */
export function UserSessions({ userId, round, onChanged }: UserSessionsProps) {
  const { ask, schema } = useExplorer();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const after = cursors.at(-1) ?? null;
  const variables = { id: userId, first: SESSIONS_A_PAGE, after };
  const query = sessionsQuery(claimsSelection(schema));
  const asked = useLoaded(JSON.stringify(variables), () => ask(sessionsAnswerShape, query, variables), round);
  const page = asked?.data?.user?.sessions ?? null;
  return (
    <section aria-labelledby="sessions-title">
      <h3 id="sessions-title">Live sessions</h3>
      {asked === null ? <p role="status">Looking …</p> : <Faults faults={asked.faults} permission="claims:read" />}
      {page?.edges.length === 0 ? <p className="panel-hint">None on this page.</p> : null}
      <ul className="panel-list" aria-label="Live sessions">
        {page?.edges.map(({ node }) => (
          <SessionRow key={node.handle} session={node} onEnded={onChanged} />
        ))}
      </ul>
      <Pages
        label="Pages of sessions"
        cursors={cursors}
        next={page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null}
        setCursors={setCursors}
      />
    </section>
  );
}

function SessionRow({ session, onEnded }: { readonly session: UserSession; readonly onEnded: () => void }) {
  const { policy } = useExplorer();
  const rows = claimRows(null, claimsByKey(session.claims ?? {}, policy));
  const actions = { mayWrite: () => false, edit: () => undefined, origin: () => null };
  return (
    <li data-session={session.handle}>
      <span className="panel-what">{session.handle}</span>
      <span className="panel-hint">
        since <time dateTime={session.createdAt}>{new Date(session.createdAt).toLocaleString()}</time>
      </span>
      {rows.length === 0 ? (
        <span className="panel-hint">No claims.</span>
      ) : (
        <details>
          <summary>{rows.length === 1 ? '1 claim' : `${rows.length} claims`}</summary>
          <ClaimsList rows={rows} actions={actions} />
        </details>
      )}
      <EndSession handle={session.handle} onEnded={onEnded} />
    </li>
  );
}
