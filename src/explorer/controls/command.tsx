import { useState } from 'react';

/** A command, with a button that copies it. */
export function Command({ text }: { readonly text: string }) {
  const [words, setWords] = useState('Copy');
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(
      () => {
        setWords('Copied');
      },
      () => {
        setWords('Select and copy it');
      },
    );
  };
  return (
    <div className="panel-command">
      <code>{text}</code>
      <button type="button" className="panel-link" aria-label={`Copy the command ${text}`} onClick={copy}>
        {words}
      </button>
    </div>
  );
}
