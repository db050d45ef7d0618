import { useExplorer, useSession } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { AccessTokenField } from './access-token-field.tsx';
import { ApiKeyField } from './api-key-field.tsx';
import { PreparedNotice } from './prepared-notice.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { SignedInSession } from './signed-in.tsx';
import { Welcome } from './welcome.tsx';

const ENDED = 'Your session has ended: it was revoked, it expired, or you signed out elsewhere. Sign in again.';

/** The session that speaks: who is signed in, and the claims of the newest token, live. */
export function SessionPanel() {
  return (
    <section className="panel" aria-labelledby="session-title">
      <h2 id="session-title" className="panel-title">
        Session
      </h2>
      <PreparedNotice />
      <Session />
      <section aria-labelledby="credentials-title">
        <h3 id="credentials-title">Speak as somebody else</h3>
        <ApiKeyField />
        <AccessTokenField />
      </section>
    </section>
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
      {isNew ? <Welcome /> : null}
      <section aria-labelledby="sign-in-title">
        <h3 id="sign-in-title">Nobody is signed in</h3>
        <SignInForm />
      </section>
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
