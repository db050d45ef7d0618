import SuperTokens from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';

/** Whether the SDK says that there is no such session. */
export function isUnauthorised(error: unknown): boolean {
  return SuperTokens.Error.isErrorFromSuperTokens(error) && error.type === Session.Error.UNAUTHORISED;
}

/** Whether the SDK says that the token has expired, or that its signature is not good. */
export function isTryRefresh(error: unknown): boolean {
  return SuperTokens.Error.isErrorFromSuperTokens(error) && error.type === Session.Error.TRY_REFRESH_TOKEN;
}
