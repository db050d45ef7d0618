import type { APIInterface } from 'supertokens-node/recipe/emailpassword/index.js';

/** That somebody signed in or up, or tried to. */
export interface SignInEvent {
  /** The request, as the web framework has it. */
  readonly request: object;
  readonly kind: 'SIGN_IN' | 'SIGN_UP';
  /** REFUSED: the address is taken, or the application's own rules say no. */
  readonly outcome: 'OK' | 'WRONG_CREDENTIALS' | 'REFUSED';
}

/** Told before the answer is sent; the answer waits for it. */
export type OnSignIn = (event: SignInEvent) => Promise<void>;

/** Tells of each sign-in and sign-up on which the SDK came to a verdict. */
export function reportSignIns(onSignIn: OnSignIn): (original: APIInterface) => APIInterface {
  // The SDK lets its functions be called on `original` alone, so what an override beside this one takes over must be here.
  return (original) => ({
    ...original,
    signInPOST: async (input) => {
      const answer = await original.signInPOST?.(input);
      if (answer === undefined) throw new Error('the SDK has no sign-in to override');
      await onSignIn({ request: requestOf(input), kind: 'SIGN_IN', outcome: outcomeOf(answer.status) });
      return answer;
    },
    signUpPOST: async (input) => {
      const answer = await original.signUpPOST?.(input);
      if (answer === undefined) throw new Error('the SDK has no sign-up to override');
      await onSignIn({ request: requestOf(input), kind: 'SIGN_UP', outcome: outcomeOf(answer.status) });
      return answer;
    },
  });
}

function requestOf({ options }: { readonly options: { readonly req: { readonly original: unknown } } }): object {
  const { original } = options.req;
  return typeof original === 'object' && original !== null ? original : {};
}

function outcomeOf(status: string): SignInEvent['outcome'] {
  if (status === 'OK') return 'OK';
  return status === 'WRONG_CREDENTIALS_ERROR' ? 'WRONG_CREDENTIALS' : 'REFUSED';
}
