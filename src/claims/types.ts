/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** The access token payload as it is stored for a session: its claims, without the token's own keys. */
export type ClaimsPayload = JsonObject;

/** Claims to set, by key of the payload; `null` removes the claim. */
export type ClaimsPatch = JsonObject;

/** How a patch is merged; see the enum of the same name in the schema. */
export type ClaimsMergeMode = 'MERGE' | 'MERGE_PATCH' | 'REPLACE';

/** Who writes: users in their own session, or administrators. */
export type ClaimsWriter = 'self' | 'administrator';

/** What a change did: top-level keys of the payload, reserved ones left out. */
export interface ClaimsChanges {
  readonly added: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
}

/** The size of a session's token in bytes, and what is allowed. */
export interface TokenSize {
  readonly bytes: number;
  readonly limit: number;
}

/** A session as the core stores it. */
export interface StoredSession {
  readonly handle: string;
  readonly userId: string;
  readonly recipeUserId: string;
  readonly tenantId: string;
  readonly payload: ClaimsPayload;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
  /** The payload is what the ledger makes of the session: the core does not have it yet. */
  readonly isSettling?: true;
}

/** A user as a caller sees them; `tenantIds` limits the view to the sessions of these tenants, null reaches all. */
export interface UserView {
  readonly id: string;
  readonly emails: readonly string[];
  /** The tenants that the user belongs to; empty for ids that only have sessions. */
  readonly memberOf: readonly string[];
  readonly tenantIds: readonly string[] | null;
  /** Part of the answer to a change. */
  readonly isReadBack?: true;
}
