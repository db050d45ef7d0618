import { useExplorer, useStore } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { useAction } from '../controls/use-action.ts';

/** What can be done with the session that speaks. */
export function SessionButtons() {
  const { headerSession } = useExplorer();
  const given = useStore(headerSession.state);
  return given.status === 'signed-in' ? <GivenTokenButtons /> : <BrowserSessionButtons />;
}

function GivenTokenButtons() {
  const { headerSession } = useExplorer();
  return (
    <>
      <p className="panel-hint">
        The access token that you gave speaks, as the header <code>authorization</code>. It cannot be refreshed here:
        give a newer one when it has expired.
      </p>
      <div className="panel-buttons">
        <button type="button" className="panel-button" onClick={headerSession.drop}>
          Stop using this token
        </button>
      </div>
    </>
  );
}

function BrowserSessionButtons() {
  const { session, hasEmailPassword } = useExplorer();
  const { isBusy, fault, run } = useAction();
  const refresh = (): void => {
    run(() => session.refresh());
  };
  const signOut = (): void => {
    run(() => session.signOut());
  };
  return (
    <>
      <div className="panel-buttons">
        <button type="button" className="panel-button panel-primary" disabled={isBusy} onClick={refresh}>
          Refresh session
        </button>
        {hasEmailPassword ? (
          <button type="button" className="panel-button" disabled={isBusy} onClick={signOut}>
            Sign out
          </button>
        ) : null}
      </div>
      <p className="panel-hint">
        What others change shows here at once. When the access token has expired, the next request refreshes it.
      </p>
      <Fault text={fault} />
    </>
  );
}
