import { useState } from 'react';

import { useSession } from '../context.ts';
import type { PastChange } from './queries.ts';
import { RevertForm } from './revert-form.tsx';
import { Targets } from './targets.tsx';
import { byText, timeText } from './texts.ts';

interface ChangeItemProps {
  readonly change: PastChange;
  /** Whether the reader may undo what others have done. */
  readonly mayUndoAll: boolean;
  readonly onChanged: () => void;
}

/** One change: when, by whom, why, and what it did; and the way to undo it. */
export function ChangeItem({ change, mayUndoAll, onChanged }: ChangeItemProps) {
  const state = useSession();
  const me = state.status === 'signed-in' ? state.userId : null;
  const { id, at, by, reason, targets, reverts, revertedBy } = change;
  const isMine = by.kind === 'USER' && by.id !== null && by.id === me;
  const hasDiffs = targets.edges.some(({ node }) => node.diffs.length > 0);
  return (
    <li data-change={id}>
      <span className="panel-hint">
        <time dateTime={at}>{timeText(at)}</time>, by {byText(by, me)}
        {reverts === null ? '' : ', to undo an earlier change'}
      </span>
      {reason === null ? null : <q className="panel-reason">{reason}</q>}
      <Targets targets={targets.edges.map(({ node }) => node)} isDry={false} hasMore={targets.pageInfo.hasNextPage} />
      {revertedBy.length > 0 ? <span className="panel-hint">Undone since.</span> : null}
      {(isMine || mayUndoAll) && hasDiffs ? <Undo id={id} at={at} onChanged={onChanged} /> : null}
    </li>
  );
}

function Undo({ id, at, onChanged }: { readonly id: string; readonly at: string; readonly onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <button
        type="button"
        className="panel-link"
        aria-label={`Undo the change of ${timeText(at)}`}
        onClick={() => {
          setOpen(true);
        }}
      >
        Undo
      </button>
    );
  }
  const close = (): void => {
    setOpen(false);
  };
  return <RevertForm change={id} onChanged={onChanged} onClose={close} />;
}
