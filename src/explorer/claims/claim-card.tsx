import type { JsonValue } from '../../claims/types.ts';
import type { ClaimRow, Mark } from './claims.ts';

const MARKS: Readonly<Record<Mark, string>> = { added: '+ added', updated: '~ updated', removed: '− removed' };

/** What can be done with a claim. */
export interface ClaimActions {
  /** Whether its reader may write it. */
  readonly mayWrite: (key: string) => boolean;
  readonly edit: (key: string, value: JsonValue, isRemoval: boolean) => void;
  /** Who wrote it and when, for people; null: that is not known. */
  readonly origin: (key: string) => string | null;
}

/** One claim, with what became of it. */
export function ClaimCard({ row, actions }: { readonly row: ClaimRow; readonly actions: ClaimActions }) {
  const { key, value, before, mark } = row;
  const origin = actions.origin(key);
  return (
    <li data-claim={key} data-mark={mark ?? 'none'}>
      <span className="panel-key">{key}</span>
      {mark === null ? null : <span className={`panel-mark panel-${mark}`}>{MARKS[mark]}</span>}
      <code className="panel-value">
        {before === undefined ? null : (
          <>
            <del>{JSON.stringify(before)}</del> <span aria-label="became">→</span>{' '}
          </>
        )}
        {JSON.stringify(value)}
      </code>
      {origin === null ? null : <span className="panel-origin">{origin}</span>}
      {actions.mayWrite(key) ? <CardButtons row={row} actions={actions} /> : null}
    </li>
  );
}

function CardButtons({
  row: { key, value, mark },
  actions,
}: {
  readonly row: ClaimRow;
  readonly actions: ClaimActions;
}) {
  return (
    <span className="panel-card-buttons">
      <button
        type="button"
        className="panel-link"
        aria-label={`Edit ${key}`}
        onClick={() => {
          actions.edit(key, value, false);
        }}
      >
        {mark === 'removed' ? 'Add again' : 'Edit'}
      </button>
      {mark === 'removed' ? null : (
        <button
          type="button"
          className="panel-link"
          aria-label={`Remove ${key}`}
          onClick={() => {
            actions.edit(key, value, true);
          }}
        >
          Remove
        </button>
      )}
    </span>
  );
}
