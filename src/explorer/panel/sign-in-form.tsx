import { type SubmitEvent, useState } from 'react';

import { useExplorer } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../controls/use-action.ts';
import { useTabs } from '../editor/use-tabs.ts';

/** Signs up or in with email and password. */
export function SignInForm() {
  const { session } = useExplorer();
  const { openAndRun, focusEditor } = useTabs();
  const { isBusy, fault, run } = useAction();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // The button that was used says what to do; Enter uses the first one.
    const isSignUp = event.nativeEvent.submitter?.getAttribute('value') === 'sign-up';
    run(async () => {
      const failed = await (isSignUp ? session.signUp(email, password) : session.signIn(email, password));
      if (failed !== null) return failed;
      // What the editor showed was the answer to nobody.
      openAndRun('MySession');
      focusEditor();
      return null;
    });
  };
  const hint = { 'aria-describedby': 'password-hint', autoComplete: 'current-password' };
  return (
    <form className="panel-form" onSubmit={submit}>
      <TextField label="Email" type="email" autoComplete="username" required value={email} onText={setEmail} />
      <TextField label="Password" type="password" required value={password} onText={setPassword} {...hint} />
      <p id="password-hint" className="panel-hint">
        A new one needs 8 characters with a letter and a digit.
      </p>
      <div className="panel-buttons">
        <button type="submit" value="sign-in" className="panel-button panel-primary" disabled={isBusy}>
          Sign in
        </button>
        <button type="submit" value="sign-up" className="panel-button" disabled={isBusy}>
          Sign up
        </button>
      </div>
      <Fault text={fault} />
    </form>
  );
}
