import SuperTokens from 'supertokens-web-js';
import EmailPassword from 'supertokens-web-js/recipe/emailpassword';
import Session from 'supertokens-web-js/recipe/session';

import { createStore, type Store } from '../store.ts';
import { forgetEmail, rememberedEmail, rememberEmail } from './remembered-email.ts';
import { type SessionState, withPayload } from './session-state.ts';

/** The session of this browser. Its actions give back what went wrong, for people; null: nothing. */
export interface BrowserSession {
  readonly state: Pick<Store<SessionState>, 'get' | 'subscribe'>;
  /** The email address with which its user signed up or in; null where that was not here. */
  emailOf(userId: string): string | null;
  signUp(email: string, password: string): Promise<string | null>;
  signIn(email: string, password: string): Promise<string | null>;
  signOut(): Promise<string | null>;
  refresh(): Promise<string | null>;
  /** Looks at the token again: another tab may have changed it. */
  read(): Promise<void>;
}

type Answer = Awaited<ReturnType<typeof EmailPassword.signIn | typeof EmailPassword.signUp>>;

/** Starts SuperTokens' SDK, which from now on refreshes the session of each request of this page to its own origin. */
export function startSession(): BrowserSession {
  const state = createStore<SessionState>({ status: 'loading' });
  let reading: Promise<void> = Promise.resolve();
  // One after the other, so that an older answer never takes the place of a newer one.
  const read = (): Promise<void> => (reading = reading.then(() => readInto(state)));
  SuperTokens.init({
    appInfo: { appName: 'Claimset', apiDomain: window.location.origin, apiBasePath: '/auth' },
    recipeList: [
      Session.init({ tokenTransferMethod: 'cookie', onHandleEvent: () => void read() }),
      EmailPassword.init(),
    ],
  });
  return {
    state,
    read,
    emailOf: rememberedEmail,
    signUp: (email, password) =>
      attempt(async () => outcomeOf(await EmailPassword.signUp(form(email, password)), email)),
    signIn: (email, password) =>
      attempt(async () => outcomeOf(await EmailPassword.signIn(form(email, password)), email)),
    signOut: () =>
      attempt(async () => {
        await Session.signOut();
        forgetEmail();
        state.set({ status: 'signed-out', hasEnded: false });
        return null;
      }),
    refresh: () =>
      attempt(async () => {
        // Where there is no session any more, the state says so.
        if (!(await Session.attemptRefreshingSession())) await read();
        return null;
      }),
  };
}

async function readInto(state: Store<SessionState>): Promise<void> {
  try {
    const payload: unknown = (await isSignedIn()) ? await Session.getAccessTokenPayloadSecurely() : null;
    state.set(withPayload(state.get(), payload, Date.now()));
  } catch (error) {
    state.set({ status: 'unreadable', reason: await reasonOf(error) });
  }
}

/** An expired token is refreshed. */
async function isSignedIn(): Promise<boolean> {
  if (await Session.doesSessionExist()) return true;
  // The SDK says no as well where the refresh failed, as with a core that is down; this one throws what it was.
  return /(?:^|; )sFrontToken=/.test(document.cookie) && (await Session.attemptRefreshingSession());
}

function form(email: string, password: string) {
  return {
    formFields: [
      { id: 'email', value: email },
      { id: 'password', value: password },
    ],
  };
}

async function attempt(action: () => Promise<string | null>): Promise<string | null> {
  try {
    return await action();
  } catch (error) {
    return await reasonOf(error);
  }
}

function outcomeOf(answer: Answer, email: string): string | null {
  switch (answer.status) {
    case 'OK':
      rememberEmail(answer.user.id, email);
      return null;
    case 'FIELD_ERROR':
      return answer.formFields.map(({ error }) => error).join(' ');
    case 'WRONG_CREDENTIALS_ERROR':
      return 'The email or the password is not right. New here? Use Sign up.';
    case 'SIGN_UP_NOT_ALLOWED':
    case 'SIGN_IN_NOT_ALLOWED':
      return answer.reason;
  }
}

/** The SDK throws the response where its status is not a good one. */
async function reasonOf(error: unknown): Promise<string> {
  if (error instanceof Response) {
    if (error.status === 503) return 'The session core does not answer. Try again in a moment.';
    return `The server answered ${error.status}. ${(await error.text().catch(() => '')).slice(0, 200)}`;
  }
  return error instanceof TypeError
    ? 'The server cannot be reached. Is it still running?'
    : `That did not work: ${error instanceof Error ? error.message : String(error)}`;
}
