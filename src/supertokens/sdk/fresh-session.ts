import Session, { type SessionContainer } from 'supertokens-node/recipe/session/index.js';

/**
 * Asks the core about a session, apart from any response; the token of what it gives has the stored claims. The core
 * signs what it reads and writes no payload, so this can undo nothing, however late it lands, and it needs no lock.
 * The one way to a fresher token. (From version 5.6 of its interface on, a core only says that there is something newer,
 * and the token given comes back; supertokens-node 24 speaks 5.4.)
 * @throws what the SDK throws, also where the session has ended
 */
export function freshSession(accessToken: string): Promise<SessionContainer> {
  const options = { checkDatabase: true, antiCsrfCheck: false, overrideGlobalClaimValidators: () => [] };
  return Session.getSessionWithoutRequestResponse(accessToken, undefined, options);
}
