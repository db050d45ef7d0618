import { type FormEvent, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import SuperTokens from 'supertokens-web-js';
import EmailPassword from 'supertokens-web-js/recipe/emailpassword';
import Session from 'supertokens-web-js/recipe/session';

import { CLAIMSET_URL, updateMyClaims } from './claims';
import { watchSession } from './session-changes';

SuperTokens.init({
  appInfo: { appName: 'Claimset', apiDomain: CLAIMSET_URL },
  recipeList: [EmailPassword.init(), Session.init()],
});

function App() {
  const [claims, setClaims] = useState<Record<string, unknown> | null>(null);
  const [fault, setFault] = useState('');

  /** The claims of the token that the browser holds now. */
  async function show() {
    setClaims((await Session.doesSessionExist()) ? await Session.getAccessTokenPayloadSecurely() : null);
  }
  const run = (action: () => Promise<unknown>) => {
    setFault('');
    action().then(show, (error: Error) => setFault(error.message));
  };
  useEffect(() => run(show), []);
  const isSignedIn = claims !== null;
  // Whoever changes the claims, and wherever: the page shows it at once.
  useEffect(() => (isSignedIn ? watchSession(() => run(show)) : undefined), [isSignedIn]);

  const signUp = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const formFields = [...new FormData(event.currentTarget)].map(([id, value]) => ({ id, value: String(value) }));
    run(async () => {
      const { status } = await EmailPassword.signUp({ formFields });
      if (status !== 'OK' && (await EmailPassword.signIn({ formFields })).status !== 'OK') throw new Error(status);
    });
  };

  return (
    <>
      {claims === null && (
        <form onSubmit={signUp}>
          <input name="email" type="email" aria-label="Email" required />
          <input name="password" type="password" aria-label="Password" required />
          <button>Sign up, or in</button>
        </form>
      )}
      {claims !== null && <button onClick={() => run(() => updateMyClaims({ theme: 'DARK' }))}>Dark theme</button>}
      {claims !== null && <button onClick={() => run(() => Session.signOut())}>Sign out</button>}
      <pre>{JSON.stringify(claims, null, 2)}</pre>
      <p role="alert">{fault}</p>
    </>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
