import { type ClaimRow, claimRows, type Claims, type Mark, reservedOf } from './claims.ts';

const MARKS: Readonly<Record<Mark, string>> = { added: '+ added', updated: '~ updated', removed: '− removed' };

interface ClaimsListProps {
  readonly before: Claims | null;
  readonly payload: Claims;
}

/** The claims of the newest token, with what it added, updated and removed. */
export function ClaimsList({ before, payload }: ClaimsListProps) {
  const rows = claimRows(before, payload);
  return (
    <section aria-labelledby="claims-title">
      <h3 id="claims-title">Claims in the browser&rsquo;s token</h3>
      <p className="panel-hint" role="status">
        {summaryOf(rows, before !== null)}
      </p>
      {rows.length === 0 ? null : (
        <ul className="panel-claims">
          {rows.map((row) => (
            <Row key={row.key} row={row} />
          ))}
        </ul>
      )}
      <details>
        <summary>The token&rsquo;s own members</summary>
        <pre>{JSON.stringify(reservedOf(payload), null, 2)}</pre>
      </details>
    </section>
  );
}

function Row({ row: { key, value, mark } }: { readonly row: ClaimRow }) {
  return (
    <li data-claim={key} data-mark={mark ?? 'none'}>
      <span className="panel-key">{key}</span>
      {mark === null ? null : <span className={`panel-mark panel-${mark}`}>{MARKS[mark]}</span>}
      <code className="panel-value">{JSON.stringify(value)}</code>
    </li>
  );
}

function summaryOf(rows: readonly ClaimRow[], hasBefore: boolean): string {
  const marked = rows.filter(({ mark }) => mark !== null).length;
  if (marked > 0) return `The newest token changed ${marked === 1 ? '1 claim' : `${marked} claims`}.`;
  if (rows.length === 0) return 'None yet: run the tab UpdateMyClaims.';
  return hasBefore ? 'The newest token has the same claims as the one before.' : 'What changes is marked here at once.';
}
