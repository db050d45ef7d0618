import type { Change, ChangeOrigin } from './history/types.ts';
import type { ClaimsChanges, ClaimsMergeMode, ClaimsPatch, ClaimsPayload, StoredSession, UserView } from './types.ts';

/** What is to become of a session's payload; `next` null leaves the session and its token as they are. */
export interface Computed<Result> {
  readonly next: ClaimsPayload | null;
  /** The keys that were asked for, also those that have their value already: a write under way may still change them. */
  readonly named?: readonly string[];
  readonly result: Result;
}

/** Computes a session's next payload from what is stored: under the session's lock, right before the write. */
export type ComputeClaims<Result> = (stored: StoredSession) => Computed<Result>;

/** Begins a change, before anything is written: its id is known from then on. */
export type NewChange = (origin: ChangeOrigin) => Change;

/** Sessions, by handle. All throw ClaimsetError SESSION_CORE_UNAVAILABLE, and `update` LOCK_TIMEOUT. */
export interface SessionStore {
  /** The session, or null where there is none or it has ended. */
  read(handle: string): Promise<StoredSession | null>;
  /** Changes what is stored; tokens in circulation stay as they are. Null where the session has ended. */
  update<Result>(handle: string, compute: ComputeClaims<Result>, change: Change): Promise<Result | null>;
  /** Several at once, in the order of their handles. */
  readAll(handles: readonly string[]): Promise<readonly (StoredSession | null)[]>;
  /** The handles of a user's live sessions, linked accounts included; in these tenants, or in all with null. */
  handlesOf(userId: string, tenantIds: readonly string[] | null): Promise<readonly string[]>;
  /** Ends a session; false where there was none. */
  end(handle: string, change: Change): Promise<boolean>;
}

/** What is known of a verified access token. */
export interface VerifiedToken {
  readonly claims: ClaimsPayload;
  /** The token's header as it is sent: base64url. */
  readonly header: string;
  readonly antiCsrfToken: string | null;
  readonly expiresAtMillis: number;
  /** Sent in a header rather than in a cookie, which browsers bound. */
  readonly isInHeader: boolean;
}

/** Whether the session's token can hold this payload: a browser drops one that is too large, and its user is signed out. */
export type FitsInToken = (stored: StoredSession, payload: ClaimsPayload) => boolean;

/** The caller's own session, whose access token has been verified. */
export interface VerifiedSession {
  readonly handle: string;
  readonly userId: string;
  readonly tenantId: string;
  /** The access token as it is now: an update brings a new one. */
  token(): VerifiedToken;
  /** @throws ClaimsetError UNAUTHENTICATED where the session has ended. */
  read(): Promise<StoredSession>;
  /**
   * Changes what is stored, and gives the response a new access token where the token's claims are not the stored ones
   * and the new one fits.
   * @throws ClaimsetError UNAUTHENTICATED where the session has ended.
   */
  update<Result>(compute: ComputeClaims<Result>, fits: FitsInToken, change: Change): Promise<Result>;
  /**
   * Gives the response a new access token with what is stored, if it fits and the core answers. Writes nothing.
   * @returns the session as the core knows it now, or `stored` where it does not say
   * @throws ClaimsetError UNAUTHENTICATED where the session has ended.
   */
  freshen(stored: StoredSession, fits: FitsInToken): Promise<StoredSession>;
}

/** The session of a request: absent (null), good, or bad. */
export interface RequestSession {
  /**
   * Null without a token. Verified once for each request: by its signature, or, where it stands for more than itself,
   * by asking the core whether the session has been revoked.
   * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
   */
  get(verifiedBy?: 'signature' | 'core'): Promise<VerifiedSession | null>;
}

/** What a caller with an API key, or a user, may be allowed. */
export type Scope = 'claims:read' | 'claims:write' | 'claims:audit';

/** Who calls: the holder of an API key, or (none) whoever the session belongs to. */
export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  | {
      readonly kind: 'valid';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly bounds: CallerBounds;
    };

/** What an API key is bound to; null is no bound. */
export interface CallerBounds {
  /** The only tenants whose users and sessions it reaches. */
  readonly tenants: readonly string[] | null;
  /** The only claims that it writes: keys of the payload (with a `*` at the end beginnings of keys), or fields of `Claims`. */
  readonly claims: readonly string[] | null;
}

/** Who asks: a request may carry an API key and a session. */
export interface Requester {
  readonly session: RequestSession;
  readonly caller: Caller;
}

/** Permissions of users, asked of the core. */
export interface Permissions {
  has(userId: string, tenantId: string, permission: Scope): Promise<boolean>;
  /** The claims that SuperTokens' recipes may put into a token of this user: roles, permissions, the verified address. */
  claimsOf(user: UserView): Promise<ClaimsPayload>;
}

/** A user as the core knows them. */
export interface UserRecord {
  readonly id: string;
  readonly emails: readonly string[];
  readonly tenantIds: readonly string[];
}

/** Users, as the core knows them. */
export interface UserDirectory {
  byId(id: string): Promise<UserRecord | null>;
  /** In these tenants, or in all with null. */
  byEmail(email: string, tenantIds: readonly string[] | null): Promise<readonly UserRecord[]>;
  tenantIds(): Promise<readonly string[]>;
  /** @throws ClaimsetError BAD_USER_INPUT where the core does not know the token. */
  page(query: UserPageQuery): Promise<UserPage>;
}

/** Which users of one tenant. */
export interface UserPageQuery {
  readonly tenantId: string;
  /** What the page before said of the next; null for the first. */
  readonly token: string | null;
  /** How many the page has, if there are so many and the core gives them at once. */
  readonly atLeast: number;
  /** Only those with an email address that begins so. */
  readonly emailPrefix: string | null;
}

/** Some users of one tenant, the oldest first; `next` leads to those that follow. */
export interface UserPage {
  readonly users: readonly UserRecord[];
  readonly next: string | null;
}

/** Computes what becomes of standing claims, from what they are: under the user's lock, right before the write. */
export type ComputeStanding<Result> = (standing: ClaimsPatch) => Promise<Computed<Result>>;

/** What may be done with a user's standing claims while their lock is held. */
export interface StandingSection {
  /** @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED) where the lock has been lost meanwhile. */
  assertHeld(): Promise<void>;
  /**
   * Changes the standing claims. The change stays open until the work under the lock has ended: it has to reach the
   * sessions, too.
   */
  change<Result>(compute: ComputeStanding<Result>, change: Change): Promise<Result>;
}

/** The claims that each new session of a user starts with; null means that the claim is removed from it. */
export interface StandingClaims {
  /** What the ledger makes of them. */
  read(userId: string): Promise<ClaimsPatch>;
  /** Runs `work` while nobody else changes this user's standing claims. */
  locked<T>(userId: string, work: (section: StandingSection) => Promise<T>): Promise<Locked<T>>;
}

/** What came of work with standing claims. */
export interface Locked<T> {
  readonly result: T;
  /**
   * A change of the standing claims is open still, or was when the lock had been lost: somebody else brings it to the
   * sessions that it has not reached.
   */
  readonly isLeftOpen: boolean;
}

/** One applied change, for the log; no values. */
export interface ChangeRecord extends ClaimsChanges {
  readonly by: { readonly userId: string } | { readonly apiKey: string };
  readonly userId: string;
  readonly handles: readonly string[];
  readonly standing: boolean;
  readonly mode: ClaimsMergeMode;
}

/** A session that was ended, for the log. */
export interface EndRecord {
  readonly by: ChangeRecord['by'];
  readonly userId: string;
  readonly handle: string;
  readonly reason: string | null;
}

/** Where changes and unexpected failures are written down. */
export interface ChangeLog {
  changed(record: ChangeRecord): void;
  ended(record: EndRecord): void;
  failed(error: unknown, handle: string): void;
  /** The live sessions of a user were left alone, since they could not be listed. */
  notListed(error: unknown, userId: string): void;
}

/** Does `work` for each item, a bounded number of them at a time, and answers in the order of the items. */
export type FanOut = <Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) => Promise<Result[]>;
