import { useState } from 'react';

import type { Asked } from '../api/ask.ts';
import { Pages } from '../controls/pages.tsx';
import { Faults } from '../users/faults.tsx';
import { useLoaded } from '../users/use-loaded.ts';
import { ChangeItem } from './change-item.tsx';
import type { PastChanges } from './queries.ts';

const CHANGES_A_PAGE = 10;

interface HistoryListProps {
  readonly label: string;
  /** Whose history it is, and what of it was seen: another one is loaded anew. */
  readonly of: string;
  readonly load: (page: { first: number; after: string | null }) => Promise<Asked<PastChanges | null>>;
  readonly mayUndoAll: boolean;
  readonly onChanged: () => void;
}

/** Changes, page by page, the newest first. */
export function HistoryList({ label, of, load, mayUndoAll, onChanged }: HistoryListProps) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const after = cursors.at(-1) ?? null;
  const asked = useLoaded(JSON.stringify([of, after]), () => load({ first: CHANGES_A_PAGE, after }));
  // What was shown last stays until there is something newer.
  const [shown, setShown] = useState<Asked<PastChanges | null> | null>(null);
  if (asked !== null && asked !== shown) setShown(asked);
  const page = shown?.data ?? null;
  return (
    <>
      {shown === null ? <p role="status">Looking …</p> : <Faults faults={shown.faults} permission="claims:audit" />}
      {page?.edges.length === 0 ? <p className="panel-hint">No changes are recorded.</p> : null}
      <ul className="panel-list" aria-label={label}>
        {page?.edges.map(({ node }) => (
          <ChangeItem key={node.id} change={node} mayUndoAll={mayUndoAll} onChanged={onChanged} />
        ))}
      </ul>
      <Pages
        label={`Pages of ${label.toLowerCase()}`}
        cursors={cursors}
        next={page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null}
        setCursors={setCursors}
      />
    </>
  );
}
