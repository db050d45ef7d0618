/**
 * `claimset/client`: typed documents of the shipped operations, and a client for back ends that sends them.
 */
export { createClaimsClient, type ClaimsClient, type ClaimsClientOptions, type PageOptions } from './client.ts';
export type { TypedDocument } from './document.ts';
export {
  ClaimsClientError,
  type ClaimsClientErrorCode,
  type MutationOutcome,
  type ServerError,
  type ServerErrorCode,
} from './errors.ts';
export * from './generated/graphql.ts';
export type { SessionClient } from './session-client.ts';
