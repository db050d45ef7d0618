import { useState, type FormEvent } from 'react';

import { useExplorer } from '../context.ts';
import { Fault } from './fault.tsx';
import { useAction } from './use-action.ts';

type Intent = 'signUp' | 'signIn';

/** Signs up or in with email and password. */
export function SignInForm() {
  const { session } = useExplorer();
  const action = useAction();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const start = (intent: Intent): void => {
    action.run(() => session[intent](email.trim(), password));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start('signIn');
  };
  return (
    <form className="panel-form" onSubmit={submit}>
      <label>
        Email
        <input
          type="email"
          autoComplete="username"
          placeholder="ada@example.com"
          required
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
          }}
          aria-describedby="password-hint"
        />
      </label>
      <p id="password-hint" className="panel-hint">
        A new one needs 8 characters with a letter and a digit.
      </p>
      <div className="panel-buttons">
        <button type="submit" className="panel-button panel-primary" disabled={action.isBusy}>
          Sign in
        </button>
        <button
          type="button"
          className="panel-button"
          disabled={action.isBusy}
          onClick={(event) => {
            if (event.currentTarget.form?.reportValidity() === true) start('signUp');
          }}
        >
          Sign up
        </button>
      </div>
      <Fault text={action.fault} />
    </form>
  );
}
