import { useState } from 'react';

import { useExplorer } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { TextField } from '../controls/text-field.tsx';

/** Takes the access token of a session that lives in headers, such as that of a mobile application. */
export function AccessTokenField() {
  const { headerSession } = useExplorer();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const attributes = { className: 'panel-secret', autoComplete: 'off', spellCheck: false, placeholder: 'eyJ…' };
  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        setFault(headerSession.use(text));
        setText('');
      }}
    >
      <TextField label="Access token of another session" value={text} onText={setText} required {...attributes} />
      <p className="panel-hint">
        For sessions without cookies, such as those of a mobile application: the token goes along as the header{' '}
        <code>authorization</code>. Kept in memory only.
      </p>
      <div className="panel-buttons">
        <button type="submit" className="panel-button">
          Use this access token
        </button>
      </div>
      <Fault text={fault} />
    </form>
  );
}
