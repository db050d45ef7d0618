import { useState } from 'react';

import { TextField } from '../controls/text-field.tsx';
import { type ClaimActions, ClaimCard } from './claim-card.tsx';
import { type ClaimRow, matchingRows } from './claims.ts';

/** From how many claims on a filter is of use, and how many that have not changed are shown at once. */
const MANY = 8;

interface ClaimsListProps {
  readonly rows: readonly ClaimRow[];
  readonly actions: ClaimActions;
}

/** Claims, the changed ones first; where there are many, with a filter, and the rest folded. */
export function ClaimsList({ rows, actions }: ClaimsListProps) {
  const [text, setText] = useState('');
  const isFiltered = text.trim() !== '';
  const matching = matchingRows(rows, text);
  const changed = matching.filter(({ mark }) => mark !== null);
  const others = matching.filter(({ mark }) => mark === null);
  const isFolded = !isFiltered && others.length > MANY;
  return (
    <>
      {rows.length > MANY ? (
        <div className="panel-form">
          <TextField label={`Filter ${rows.length} claims`} type="search" value={text} onText={setText} />
        </div>
      ) : null}
      {isFiltered ? (
        <p role="status">
          {matching.length} of {rows.length} claims
        </p>
      ) : null}
      <Cards rows={isFolded ? changed : matching} actions={actions} />
      {isFolded ? (
        <details open={changed.length === 0 && rows.length <= 2 * MANY}>
          <summary>{others.length} claims that have not changed</summary>
          <Cards rows={others} actions={actions} />
        </details>
      ) : null}
    </>
  );
}

function Cards({ rows, actions }: ClaimsListProps) {
  if (rows.length === 0) return null;
  return (
    <ul className="panel-claims">
      {rows.map((row) => (
        <ClaimCard key={row.key} row={row} actions={actions} />
      ))}
    </ul>
  );
}
