import { diffClaims } from '../../claims/merge.ts';
import { changesText } from '../change/answer.ts';
import { useExplorer, useStore } from '../context.ts';
import type { SeenToken } from '../session/session-state.ts';

/** Says what is stored and not in the token: until the newer token is here, or because it would be too large. */
export function NotInToken({ token }: { readonly token: SeenToken }) {
  const live = useStore(useExplorer().live);
  // A newer token than the one of then has it all, or its own change comes before what is told of it.
  if (live?.token !== token) return null;
  const { added, updated, removed } = diffClaims(token.payload, live.claims);
  const count = added.length + updated.length + removed.length;
  if (count === 0) return null;
  const changes = { added: [...added], updated: [...updated], removed: [...removed] };
  return (
    <p className="panel-notice" role="status">
      {count === 1 ? '1 claim' : `${count} claims`} changed since your token was made:{' '}
      <code>{changesText(changes)}</code>
    </p>
  );
}
