import { ClaimsList } from './claims-list.tsx';
import { SessionButtons } from './session-buttons.tsx';
import type { SignedIn } from './session-state.ts';
import { TokenSizeBar } from './token-size-bar.tsx';
import { TokenTime } from './token-time.tsx';

/** Who is signed in, and with which claims. */
export function SignedInSession({ userId, payload, before }: SignedIn) {
  return (
    <>
      <dl className="panel-facts">
        <dt>User id</dt>
        <dd>{userId}</dd>
        <dt>Access token</dt>
        <dd>
          <TokenTime payload={payload} />
        </dd>
      </dl>
      <TokenSizeBar payload={payload} />
      <SessionButtons />
      <ClaimsList before={before} payload={payload} />
    </>
  );
}
