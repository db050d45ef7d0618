import { useExplorer, useSession } from '../context.ts';
import { ApiKeyField } from './api-key-field.tsx';
import { Fault } from './controls/fault.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { SignedInSession } from './signed-in.tsx';

const ENDED = 'Your session has ended: it was revoked, it expired, or you signed out elsewhere. Sign in again.';

/** The session of this browser: who is signed in, and the claims of the token that the browser holds, live. */
export function SessionPanel() {
  return (
    <div className="panel">
      <h2 className="panel-title">Session</h2>
      <Session />
      <ApiKeyField />
    </div>
  );
}

function Session() {
  const state = useSession();
  switch (state.status) {
    case 'loading':
      return <p role="status">Looking for a session …</p>;
    case 'unreadable':
      return <Unreadable reason={state.reason} />;
    case 'signed-out':
      return <SignedOut hasEnded={state.hasEnded} />;
    case 'signed-in':
      return <SignedInSession {...state} />;
  }
}

function Unreadable({ reason }: { readonly reason: string }) {
  const { session } = useExplorer();
  return (
    <>
      <Fault text={reason} />
      <div className="panel-buttons">
        <button type="button" className="panel-button" onClick={() => void session.read()}>
          Try again
        </button>
      </div>
    </>
  );
}

function SignedOut({ hasEnded }: { readonly hasEnded: boolean }) {
  const { hasEmailPassword } = useExplorer();
  return (
    <>
      {hasEnded ? <Fault text={ENDED} /> : null}
      {hasEmailPassword ? <SignIn isNew={!hasEnded} /> : <SignInElsewhere />}
    </>
  );
}

function SignIn({ isNew }: { readonly isNew: boolean }) {
  return (
    <>
      {isNew ? <p>Nobody is signed in. Sign up, and see the claims of your token here.</p> : null}
      <SignInForm />
    </>
  );
}

function SignInElsewhere() {
  return (
    <p>
      No session in this browser. This server signs nobody in (<code>EMAIL_PASSWORD=off</code>): sign in with your
      application, if its cookies reach this address, and come back to this page. Or use an API key.
    </p>
  );
}

/** The icon of the panel. */
export function SessionIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="12" cy="8" r="4" />
      <path d="M4 21c0-4.4 3.6-7 8-7s8 2.6 8 7" strokeLinecap="round" />
    </svg>
  );
}
