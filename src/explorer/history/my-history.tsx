import { useState } from 'react';

import { useExplorer } from '../context.ts';
import { HistoryList } from './history-list.tsx';
import { MY_CHANGES, myChangesShape } from './queries.ts';

/** The history of the session that speaks; loaded once somebody wants to see it, and again with each token. */
export function MyHistory({ token }: { readonly token: string }) {
  const { ask } = useExplorer();
  const [isOpen, setOpen] = useState(false);
  const [round, setRound] = useState(0);
  return (
    <details
      onToggle={({ currentTarget, target }) => {
        // Those within tell of themselves here as well.
        if (target === currentTarget) setOpen(currentTarget.open);
      }}
    >
      <summary>History of this session</summary>
      {isOpen ? (
        <HistoryList
          label="Changes of this session"
          of={`${token} ${round}`}
          load={async (page) => {
            const { data, faults } = await ask(myChangesShape, MY_CHANGES, page);
            return { data: data?.mySession?.changes ?? null, faults };
          }}
          mayUndoAll={false}
          onChanged={() => {
            setRound((last) => last + 1);
          }}
        />
      ) : null}
    </details>
  );
}
