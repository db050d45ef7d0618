import { diffClaims } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { changesText } from '../change/answer.ts';
import { claimsOf } from '../claims/claims.ts';
import { useExplorer, useStore } from '../context.ts';
import { handleIn } from '../session/token.ts';

/** Says what is stored and not in the token: until the newer token is here, or because it would be too large. */
export function NotInToken({ payload }: { readonly payload: ClaimsPayload }) {
  const live = useStore(useExplorer().live);
  if (live === null || live.handle !== handleIn(payload)) return null;
  const { added, updated, removed } = diffClaims(claimsOf(payload), live.claims);
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
