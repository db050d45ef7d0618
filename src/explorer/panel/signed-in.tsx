import { MyClaims } from '../claims/my-claims.tsx';
import { useExplorer } from '../context.ts';
import type { SignedIn } from '../session/session-state.ts';
import { SessionButtons } from './session-buttons.tsx';
import { TokenSizeBar } from './token-size-bar.tsx';
import { TokenTime } from './token-time.tsx';

/** Who is signed in, and with which claims. */
export function SignedInSession({ userId, tokens }: SignedIn) {
  const { session } = useExplorer();
  const email = session.emailOf(userId);
  const { payload } = tokens[0];
  return (
    <>
      <dl className="panel-facts">
        {email === null ? null : (
          <>
            <dt>Email</dt>
            <dd>{email}</dd>
          </>
        )}
        <dt>User id</dt>
        <dd>{userId}</dd>
        <dt>Access token</dt>
        <dd>
          <TokenTime payload={payload} />
        </dd>
      </dl>
      <TokenSizeBar payload={payload} />
      <SessionButtons />
      <MyClaims tokens={tokens} />
    </>
  );
}
