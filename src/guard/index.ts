/**
 * `claimset/guard`: for services that take the access tokens of a SuperTokens application. They refuse a token at once
 * when a right is taken away or its session ends, without a call for each request.
 */
export type { Adapters, ExpressResponse, FastifyReply, NodeRequest, Predicate } from './adapters.ts';
export type { AntiCsrf } from './credentials.ts';
export { GuardError, type GuardErrorCode } from './error.ts';
export { createGuard, type Guard, type GuardOptions } from './guard.ts';
export type { GuardedSession } from './session.ts';
