import { useExplorer } from '../context.ts';
import { Fault } from './controls/fault.tsx';
import { useAction } from './use-action.ts';

/** Refreshes the session, or ends it. */
export function SessionButtons() {
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
        What an administrator changes arrives with a refresh, or when this session next asks the API.
      </p>
      <Fault text={fault} />
    </>
  );
}
