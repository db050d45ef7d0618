import { useExplorer } from '../context.ts';
import { HistoryList } from './history-list.tsx';
import { USER_CHANGES, userChangesShape } from './queries.ts';

interface UserHistoryProps {
  readonly userId: string;
  /** Another one: load it again. */
  readonly round: number;
  readonly onChanged: () => void;
}

/** The history of a user, in all their sessions. */
export function UserHistory({ userId, round, onChanged }: UserHistoryProps) {
  const { ask } = useExplorer();
  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title">History</h3>
      <HistoryList
        label="Changes of this user"
        of={`${userId} ${round}`}
        load={async (page) => {
          const { data, faults } = await ask(userChangesShape, USER_CHANGES, { id: userId, ...page });
          return { data: data?.user?.changes ?? null, faults };
        }}
        mayUndoAll
        onChanged={onChanged}
      />
    </section>
  );
}
