import { useState } from 'react';

import type { SeenToken } from '../session/session-state.ts';
import { type ClaimRow, claimRows } from './claims.ts';

interface TokenStoryProps {
  readonly tokens: readonly [SeenToken, ...SeenToken[]];
  readonly rows: readonly ClaimRow[];
}

/** What the newest token changed, and the ones before to look back at. */
export function TokenStory({ tokens, rows }: TokenStoryProps) {
  return (
    <>
      <p className="panel-hint" role="status">
        {summaryOf(rows, tokens.length > 1)}
      </p>
      {tokens.length > 2 ? <EarlierTokens tokens={tokens} /> : null}
    </>
  );
}

function EarlierTokens({ tokens }: Pick<TokenStoryProps, 'tokens'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>The last {tokens.length} tokens</summary>
      {isOpen ? (
        <ol className="panel-list">
          {tokens.map((token, at) => (
            <EarlierToken key={`${token.seenAtMillis} ${tokens.length - at}`} token={token} before={tokens[at + 1]} />
          ))}
        </ol>
      ) : null}
    </details>
  );
}

function EarlierToken({ token, before }: { readonly token: SeenToken; readonly before: SeenToken | undefined }) {
  const changed =
    before === undefined ? [] : claimRows(before.payload, token.payload).filter(({ mark }) => mark !== null);
  return (
    <li>
      <time>{new Date(token.seenAtMillis).toLocaleTimeString()}</time>
      {before === undefined ? ' the first one that this page saw' : null}
      {before !== undefined && changed.length === 0 ? ' the same claims' : null}
      {changed.map((row) => (
        <code key={row.key} className="panel-value">
          {row.key}: {storyOf(row)}
        </code>
      ))}
    </li>
  );
}

function storyOf({ mark, before, value }: ClaimRow): string {
  if (mark === 'added') return `nothing → ${JSON.stringify(value)}`;
  if (mark === 'removed') return `${JSON.stringify(value)} → nothing`;
  return `${JSON.stringify(before)} → ${JSON.stringify(value)}`;
}

function summaryOf(rows: readonly ClaimRow[], hasBefore: boolean): string {
  const marked = rows.filter(({ mark }) => mark !== null).length;
  if (marked > 0) return `The newest token changed ${marked === 1 ? '1 claim' : `${marked} claims`}.`;
  if (rows.length === 0) return 'None yet: run the tab UpdateMyClaims, or add one here.';
  return hasBefore ? 'The newest token has the same claims as the one before.' : 'What changes is marked here at once.';
}
