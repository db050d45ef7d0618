import type { APIInterface, RecipeInterface } from 'supertokens-node/recipe/emailpassword/index.js';

type SignInPost = NonNullable<APIInterface['signInPOST']>;
type SignInInput = Parameters<SignInPost>[0];

/**
 * Makes sign-in take as long for an address that nobody has as for a wrong password, so that time does not tell who has
 * an account: the SDK asks the core about passwords only where it has found a user, and the core then hashes.
 */
export function equalSignIn(): {
  functions(original: RecipeInterface): RecipeInterface;
  apis(original: APIInterface): APIInterface;
} {
  // The contexts of requests whose password the core was asked about.
  const checked = new WeakSet<object>();
  return {
    functions: (original) => ({
      ...original,
      signIn: (input) => {
        checked.add(input.userContext);
        return original.signIn(input);
      },
      verifyCredentials: (input) => {
        checked.add(input.userContext);
        return original.verifyCredentials(input);
      },
    }),
    apis: (original) => ({
      ...original,
      signInPOST: async (input) => {
        const answer = await original.signInPOST?.(input);
        if (answer === undefined) throw new Error('the SDK has no sign-in to override');
        if (answer.status === 'WRONG_CREDENTIALS_ERROR' && !checked.has(input.userContext)) await checkInVain(input);
        return answer;
      },
    }),
  };
}

async function checkInVain({ formFields, tenantId, userContext, options }: SignInInput): Promise<void> {
  const valueOf = (id: string): string => {
    const value = formFields.find((field) => field.id === id)?.value;
    return typeof value === 'string' ? value : '';
  };
  const credentials = { email: valueOf('email'), password: valueOf('password') };
  await options.recipeImplementation.verifyCredentials({ ...credentials, tenantId, userContext });
}
