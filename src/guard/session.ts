/** A request that may go on. */
export interface GuardedSession<Claims> {
  /** The claims of the access token, by the keys of its payload. */
  readonly claims: Claims;
  readonly userId: string;
  readonly sessionHandle: string;
  readonly tenantId: string;
}
