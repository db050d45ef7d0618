import { useSyncExternalStore } from 'react';

import { useExplorer } from '../context.ts';

/** The API key that goes along with each operation. It is kept in memory alone. */
export function ApiKeyField() {
  const { apiKey } = useExplorer();
  const value = useSyncExternalStore(apiKey.subscribe, apiKey.get);
  return (
    <section aria-labelledby="api-key-title">
      <h3 id="api-key-title">API key</h3>
      <form
        className="panel-form"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <label>
          <span>
            Header <code>x-api-key</code>
          </span>
          <input
            type="text"
            className="panel-secret"
            autoComplete="off"
            spellCheck={false}
            placeholder="none: your session speaks for you"
            value={value}
            onChange={(event) => {
              apiKey.set(event.target.value.trim());
            }}
            aria-describedby="api-key-hint"
          />
        </label>
      </form>
      <p id="api-key-hint" className="panel-hint">
        For back ends: <code>npx claimset api-key NAME SCOPE</code> makes one. Kept in memory only, gone when the page
        is reloaded.
      </p>
    </section>
  );
}
