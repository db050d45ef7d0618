import { IncomingMessage } from 'node:http';

import type { APIInterface } from 'supertokens-node/recipe/emailpassword/index.js';

/** That somebody signed in or up, or tried to. */
export interface SignInEvent {
  /** The request, as the web framework has it. */
  readonly request: IncomingMessage;
  readonly kind: 'SIGN_IN' | 'SIGN_UP';
  /** REFUSED: the address is taken, or the application's own rules say no. */
  readonly outcome: 'OK' | 'WRONG_CREDENTIALS' | 'REFUSED';
  /** Null unless it is OK. */
  readonly userId: string | null;
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
      await onSignIn({ kind: 'SIGN_IN', request: requestOf(input), ...outcomeOf(answer) });
      return answer;
    },
    signUpPOST: async (input) => {
      const answer = await original.signUpPOST?.(input);
      if (answer === undefined) throw new Error('the SDK has no sign-up to override');
      await onSignIn({ kind: 'SIGN_UP', request: requestOf(input), ...outcomeOf(answer) });
      return answer;
    },
  });
}

function requestOf({
  options,
}: {
  readonly options: { readonly req: { readonly original: unknown } };
}): IncomingMessage {
  const { original } = options.req;
  if (original instanceof IncomingMessage) return original;
  throw new TypeError('the SDK gives a request that is none of Express');
}

type Answer = { readonly status: 'OK'; readonly user: { readonly id: string } } | { readonly status: string };

function outcomeOf(answer: Answer): Pick<SignInEvent, 'outcome' | 'userId'> {
  if ('user' in answer) return { outcome: 'OK', userId: answer.user.id };
  return { outcome: answer.status === 'WRONG_CREDENTIALS_ERROR' ? 'WRONG_CREDENTIALS' : 'REFUSED', userId: null };
}
