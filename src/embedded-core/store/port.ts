/**
 * What the core asks of its store. Each operation is atomic, and answered only when it is on disk; a name that begins with
 * `read` writes nothing. Times are milliseconds and come from the caller, so that one clock rules. An expired session or
 * token counts as absent.
 */
export interface StoreOperations
  extends
    SessionOperations,
    UserOperations,
    OneTimeTokenOperations,
    MetadataOperations,
    RoleOperations,
    KeyOperations {}

export type OperationName = keyof StoreOperations;
export type Input<K extends OperationName> = Parameters<StoreOperations[K]>[0];
export type Result<K extends OperationName> = ReturnType<StoreOperations[K]>;

export interface Store {
  /** @throws HttpError 412 where a write could not be committed by the deadline, in milliseconds since 1970 */
  call<K extends OperationName>(name: K, input: Input<K>, deadlineMillis?: number): Promise<Result<K>>;
  close(): Promise<void>;
}

export interface StoredSession {
  readonly handle: string;
  readonly userId: string;
  readonly claims: string;
  readonly data: string;
  readonly currentHash: string;
  readonly isStatic: boolean;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface AtHandle {
  readonly handle: string;
  readonly now: number;
}

/** A refresh token, or the access token of one, in use. Hashes as the row keeps them. */
export interface TokenUse extends AtHandle {
  readonly ownHash: string;
  readonly parentHash: string | null;
  readonly prolongedUntil: number;
}

/** How a token in use stands to the session's current refresh token, `promoted` when this use made it that. */
export type Standing = 'current' | 'promoted' | 'other';

export interface SessionUse {
  readonly session: StoredSession;
  readonly standing: Standing;
}

export interface SessionOperations {
  createSession(session: StoredSession): void;
  readSession(at: AtHandle): StoredSession | null;
  useAccessToken(use: TokenUse): SessionUse | null;
  useRefreshToken(use: TokenUse & { readonly isStatic: boolean }): SessionUse | null;
  /** Null claims leave the stored ones; the session as it is afterwards. */
  replaceClaims(write: AtHandle & { readonly claims: string | null }): StoredSession | null;
  replaceData(write: AtHandle & { readonly data: string }): boolean;
  readHandles(of: { readonly userId: string; readonly now: number }): readonly string[];
  removeSessions(what: { readonly handles: readonly string[]; readonly now: number }): readonly string[];
  removeSessionsOfUser(of: { readonly userId: string; readonly now: number }): readonly string[];
  /** A bounded number of rows at a time; how many there were. */
  removeExpired(at: { readonly now: number }): number;
}

export interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly joinedAt: number;
  readonly isVerified: boolean;
}

export interface UserPage {
  readonly isDescending: boolean;
  readonly limit: number;
  readonly from: { readonly joinedAt: number; readonly id: string } | null;
  readonly emailBeginnings: readonly string[];
}

export interface UserOperations {
  /** False: the email is taken. */
  createUser(user: {
    readonly id: string;
    readonly email: string;
    readonly passwordHash: string;
    readonly joinedAt: number;
  }): boolean;
  readUser(by: { readonly id: string }): StoredUser | null;
  readUserByEmail(by: { readonly email: string }): (StoredUser & { readonly passwordHash: string }) | null;
  updateUser(change: {
    readonly id: string;
    readonly email: string | null;
    readonly passwordHash: string | null;
  }): 'OK' | 'UNKNOWN_USER_ID_ERROR' | 'EMAIL_ALREADY_EXISTS_ERROR';
  readUsers(page: UserPage): readonly StoredUser[];
  readUserCount(nothing: null): number;
  removeUser(who: { readonly id: string }): void;
}

export type TokenPurpose = 'password-reset' | 'email-verification';

export interface OwnedEmail {
  readonly userId: string;
  readonly email: string;
}

export interface OneTimeToken extends OwnedEmail {
  readonly hash: string;
  readonly expiresAt: number;
}

export interface OneTimeTokenOperations {
  /** False: there is no such user. */
  createResetToken(token: OneTimeToken): boolean;
  /** False: the email is verified already. */
  createVerificationToken(token: OneTimeToken): boolean;
  /** Spends all reset tokens of its user. */
  consumeResetToken(token: { readonly hash: string; readonly now: number }): OwnedEmail | null;
  /** Verifies the email and spends all verification tokens of the pair. */
  consumeVerificationToken(token: { readonly hash: string; readonly now: number }): OwnedEmail | null;
  removeVerificationTokens(of: OwnedEmail): void;
  readIsVerified(of: OwnedEmail): boolean;
  unverify(what: OwnedEmail): void;
}

export interface MetadataOperations {
  readMetadata(of: { readonly userId: string }): string;
  /** Merges at the top level, null removes (docs/core-contract.md, 'Metadata and roles'); the whole as it is afterwards. */
  mergeMetadata(update: { readonly userId: string; readonly update: string }): string;
  removeMetadata(of: { readonly userId: string }): void;
}

export interface RoleOfUser {
  readonly userId: string;
  readonly role: string;
}

/** Null results: there is no such role. */
export interface RoleOperations {
  /** True: the role is new. */
  createRole(role: { readonly role: string; readonly permissions: readonly string[] }): boolean;
  removeRole(role: { readonly role: string }): boolean;
  readRoles(nothing: null): readonly string[];
  readPermissions(of: { readonly role: string }): readonly string[] | null;
  /** Null permissions: all. */
  removePermissions(what: { readonly role: string; readonly permissions: readonly string[] | null }): true | null;
  readRolesWithPermission(of: { readonly permission: string }): readonly string[];
  /** True: the user had it already. */
  assignRole(what: RoleOfUser): boolean | null;
  /** True: the user had it. */
  unassignRole(what: RoleOfUser): boolean | null;
  readRolesOfUser(of: { readonly userId: string }): readonly string[];
  readUsersWithRole(of: { readonly role: string }): readonly string[] | null;
}

export interface StoredKey {
  readonly kid: string;
  readonly isStatic: boolean;
  readonly privateKey: string;
  readonly createdAt: number;
}

export interface KeyOperations {
  readKeys(nothing: null): readonly StoredKey[];
  createKey(key: StoredKey): void;
  removeKeys(what: { readonly kids: readonly string[] }): void;
  /** The stored secret of this name, or else this value, stored. */
  keepSecret(secret: { readonly name: string; readonly value: string }): string;
}
