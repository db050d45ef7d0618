import { badRequest } from '../../http/errors.ts';
import { optionalQuery } from '../../http/fields.ts';
import { normalisedEmail } from './user-view.ts';

const OWN_RECIPE = 'emailpassword';
/** Every recipe that SuperTokens knows, though users here come from one. */
const RECIPES: readonly string[] = [
  OWN_RECIPE,
  'thirdparty',
  'passwordless',
  'webauthn',
  'session',
  'emailverification',
  'jwt',
  'usermetadata',
  'userroles',
  'useridmapping',
  'dashboard',
  'totp',
  'multitenancy',
  'accountlinking',
  'multifactorauth',
  'oauth',
  'saml',
];

/** Which users a page is to have (docs/core-contract.md, 'Users'). */
export interface UserFilter {
  /** None: any email. */
  readonly emailBeginnings: readonly string[];
  readonly isSearch: boolean;
  /** False: users here have neither a phone number nor a provider, nor another recipe. */
  readonly canMatch: boolean;
}

/** @throws HttpError 400 for an unknown recipe */
export function filterOf(query: URLSearchParams): UserFilter {
  const isOfOwnRecipe = includesPasswordUsers(optionalQuery(query, 'includeRecipeIds'));
  const emailBeginnings = alternativesIn(query, 'email').map(normalisedEmail);
  const others = ['phone', 'provider'].flatMap((name) => alternativesIn(query, name));
  return {
    emailBeginnings: [...new Set(emailBeginnings)],
    isSearch: emailBeginnings.length + others.length > 0,
    canMatch: isOfOwnRecipe && others.length === 0,
  };
}

/** Whether a list of recipes, separated by commas, has the one of the users here; no list has it. */
export function includesPasswordUsers(recipeIds: string | undefined): boolean {
  if (recipeIds === undefined) return true;
  const ids = recipeIds.split(',');
  const unknown = ids.find((id) => !RECIPES.includes(id));
  if (unknown !== undefined) throw badRequest(`Unknown recipe ID: ${unknown}`);
  return ids.includes(OWN_RECIPE);
}

function alternativesIn(query: URLSearchParams, name: string): string[] {
  return (optionalQuery(query, name) ?? '').split(';').filter((one) => one.trim() !== '');
}
