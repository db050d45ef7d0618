import { type ApiKeyScope, apiKeyScopes, isApiKeyScope } from '../claims/access/api-key.ts';
import { UsageError } from './usage-error.ts';

/** For commands that take nothing. */
export function expectNoArguments(args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`this command takes no arguments: ${args.join(' ')}`);
}

/** The email address of a user. */
export function readEmail(arg: string | undefined): string {
  if (arg?.includes('@') !== true) throw new UsageError('the email address of the user is missing');
  return arg;
}

/** Permissions and scopes are the same two words. Each is there once, in the order in which it is given. */
export function readScopes(args: readonly string[], what: string): ApiKeyScope[] {
  if (args.length === 0) throw new UsageError(`a ${what} is missing: ${apiKeyScopes.join(', ')}`);
  const unknown = args.filter((arg) => !isApiKeyScope(arg));
  if (unknown.length > 0) {
    throw new UsageError(`there is no ${what} ${unknown.join(', ')}: there are ${apiKeyScopes.join(', ')}`);
  }
  return [...new Set(args.filter(isApiKeyScope))];
}
