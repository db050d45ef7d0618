import { useExplorer } from '../context.ts';
import { ClaimsList } from './claims-list.tsx';
import { Fault } from './fault.tsx';
import type { SignedIn } from './session-state.ts';
import { TokenSizeBar } from './token-size-bar.tsx';
import { TokenTime } from './token-time.tsx';
import { useAction } from './use-action.ts';

/** Who is signed in, and with which claims. */
export function SignedInSession({ userId, payload, before }: SignedIn) {
  const { session, hasEmailPassword } = useExplorer();
  const action = useAction();
  return (
    <>
      <dl className="panel-facts">
        <dt>User id</dt>
        <dd data-fact="user-id">{userId}</dd>
        <dt>Access token</dt>
        <dd data-fact="time-left">
          <TokenTime payload={payload} />
        </dd>
      </dl>
      <TokenSizeBar payload={payload} />
      <div className="panel-buttons">
        <button
          type="button"
          className="panel-button panel-primary"
          disabled={action.isBusy}
          onClick={() => {
            action.run(() => session.refresh());
          }}
        >
          Refresh session
        </button>
        {hasEmailPassword ? (
          <button
            type="button"
            className="panel-button"
            disabled={action.isBusy}
            onClick={() => {
              action.run(() => session.signOut());
            }}
          >
            Sign out
          </button>
        ) : null}
      </div>
      <p className="panel-hint">
        What an administrator changes arrives with a refresh, or when this session next asks the API.
      </p>
      <Fault text={action.fault} />
      <ClaimsList before={before} payload={payload} />
    </>
  );
}
