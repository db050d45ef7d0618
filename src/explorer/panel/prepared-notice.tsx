import { useExplorer, useStore } from '../context.ts';
import { useTabs } from '../editor/use-tabs.ts';

/** Says that the tabs may not fit the claims of now, and mends it. */
export function PreparedNotice() {
  const { isPreparedOld } = useExplorer();
  const { restore } = useTabs();
  if (!useStore(isPreparedOld)) return null;
  return (
    <div className="panel-notice" role="status">
      <p>The claims of this server have changed since these tabs were made.</p>
      <div className="panel-buttons">
        <button type="button" className="panel-button" onClick={restore}>
          Restore the prepared operations
        </button>
      </div>
    </div>
  );
}
