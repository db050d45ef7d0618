import { useExplorer, useStore } from '../context.ts';
import { TextField } from '../controls/text-field.tsx';

const PLACEHOLDER = 'none: your session speaks for you';

/** The API key that goes along with each operation. It is kept in memory alone. */
export function ApiKeyField() {
  const { apiKey } = useExplorer();
  const value = useStore(apiKey);
  const setKey = (text: string): void => {
    apiKey.set(text.trim());
  };
  // No password field: browsers offer to store what stands in those.
  const attributes = { className: 'panel-secret', autoComplete: 'off', spellCheck: false, placeholder: PLACEHOLDER };
  return (
    <div className="panel-form">
      <TextField
        label="API key, as the header x-api-key"
        value={value}
        onText={setKey}
        aria-describedby="api-key-hint"
        {...attributes}
      />
      <p id="api-key-hint" className="panel-hint">
        For back ends: <code>npx claimset api-key NAME SCOPE</code> makes one. Kept in memory only, gone when the page
        is reloaded.
      </p>
    </div>
  );
}
