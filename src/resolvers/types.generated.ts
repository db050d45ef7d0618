import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredSession, UserView, ClaimsPayload } from '../claims/types.ts';
import type { ShownChange, ShownTarget } from '../claims/history/show.ts';
import type { Provenance } from '../claims/history/provenance.ts';
import type { RequestContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time in ISO 8601: `2026-01-31T09:00:00.000Z`. What is answered is in UTC, with milliseconds; what is asked may have any time zone. */
  DateTime: { input: Date; output: Date; }
  /** An email address. Upper and lower case are the same. */
  EmailAddress: { input: string; output: string; }
  /** A JSON value of any kind, by the rules of `JSONObject`. */
  JSON: { input: unknown; output: unknown; }
  /** A JSON object with any members. Strings must be well-formed Unicode, integers within 2^53, nesting at most 8 levels deep. */
  JSONObject: { input: Readonly<Record<string, unknown>>; output: Readonly<Record<string, unknown>>; }
};

/** What a change did to one key of the access token payload. */
export type ClaimDiff = {
  readonly __typename?: 'ClaimDiff';
  /** The value after. Null where there is none, and where values are not kept or were erased. */
  readonly after: Maybe<Scalars['JSON']['output']>;
  /** The value before. Null where there was none, and where values are not kept or were erased. */
  readonly before: Maybe<Scalars['JSON']['output']>;
  /** The key. */
  readonly key: Scalars['String']['output'];
  /** What was done to it. */
  readonly kind: ClaimDiffKind;
};

/** What is done to a claim. */
export type ClaimDiffKind =
  /** It was not there before. */
  | 'ADDED'
  /** It is gone. */
  | 'REMOVED'
  /** Its value is another one. */
  | 'UPDATED';

/** A fault of the input that the caller can repair. Where there is one, nothing was written. */
export type ClaimError = {
  readonly __typename?: 'ClaimError';
  /** What kind of fault it is. */
  readonly code: ClaimErrorCode;
  /** What is wrong, and what to do, for people. */
  readonly message: Scalars['String']['output'];
  /** Where it is, below `input`: `["claims", "additional", "st-role"]`; positions in lists as digits. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** The kinds of fault that a caller can repair. */
export type ClaimErrorCode =
  /** Several users have this email address: name the one you mean by `id`. */
  | 'AMBIGUOUS_USER'
  /** The claim was changed again after the change that is to be undone. It stays as it is; the others are undone. */
  | 'CHANGED_SINCE'
  /** The caller may not write this claim. */
  | 'CLAIM_NOT_ALLOWED'
  /** The claim is declared in the schema: write it through its own field, not through `additional`. */
  | 'DECLARED_CLAIM'
  /** The patch names no claim. */
  | 'EMPTY_PATCH'
  /** The idempotency key was given within 24 hours with another input. Nothing was written; take a new key for a new change. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The reason is too long, or no well-formed Unicode. */
  | 'INVALID_REASON'
  /** The value cannot be stored as a claim without being changed, or is longer or deeper than allowed. */
  | 'INVALID_VALUE'
  /** The key belongs to the token itself or to SuperTokens; nobody may write it. */
  | 'RESERVED_CLAIM'
  /** The token would be larger than browsers accept, or the claims that users may write would fill too much of it. */
  | 'TOKEN_TOO_LARGE'
  /** There is no such change that the caller may see. */
  | 'UNKNOWN_CHANGE'
  /** No such user, and no session of such a user. */
  | 'USER_NOT_FOUND'
  /** The values of this claim are not kept, or were erased: the change cannot be undone. */
  | 'VALUES_ERASED'
  /** Somebody else changed the session's claims since `ifVersion` was read; `session` holds what they are now. */
  | 'VERSION_CONFLICT';

/** What the history keeps of the changes of a claim. */
export type ClaimHistory =
  /** That it was changed. Its values are kept as long as the claim has them, or a write is under way; such a change cannot be undone. */
  | 'KEYS_ONLY'
  /** That it was changed, and its values before and after. */
  | 'VALUES';

/** Where a claim of a session comes from. */
export type ClaimProvenance = {
  readonly __typename?: 'ClaimProvenance';
  /** The change that gave it this value. Null where it was there before changes were recorded, or where the change is no longer kept. */
  readonly change: Maybe<ClaimsChange>;
  /** The key in the access token payload. */
  readonly key: Scalars['String']['output'];
  /** The value that it has now. */
  readonly value: Maybe<Scalars['JSON']['output']>;
};

/** The claims that a session's access token carries. A claim that is not there is null. */
export type Claims = {
  readonly __typename?: 'Claims';
  /** All other claims of the token: those that are not declared above. Reserved keys are left out. */
  readonly additional: Scalars['JSONObject']['output'];
  /** The company that the user works for. */
  readonly company: Maybe<Company>;
  /** Names of the beta features that are switched on for the user. */
  readonly features: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The user's language, as a BCP 47 tag such as `en-GB`. */
  readonly locale: Maybe<Scalars['String']['output']>;
  /** What the user pays for. */
  readonly plan: Maybe<Plan>;
  /** How the user wants the application to look. */
  readonly theme: Maybe<Theme>;
};

/** Who changed claims. */
export type ClaimsActor = {
  readonly __typename?: 'ClaimsActor';
  /** The user's id. Null for other kinds, and for those who may not see it: of changes of one's claims by others. */
  readonly id: Maybe<Scalars['ID']['output']>;
  /** What kind of actor it was. */
  readonly kind: ClaimsActorKind;
  /** The name of the API key or of the application. Null for other kinds, and for those who may not see it: of changes of one's claims by others. */
  readonly name: Maybe<Scalars['String']['output']>;
};

/** The kinds of actor. */
export type ClaimsActorKind =
  /** A back end with an API key. */
  | 'API_KEY'
  /** An application that has the plugins of `claimset/supertokens`, or SuperTokens' own code in it. */
  | 'APPLICATION'
  /** Somebody who wrote around Claimset; it was recorded when it was seen. */
  | 'OUTSIDE'
  /** Claimset itself: a repair, the end of a session, or its beginning with the claims for future sessions. */
  | 'SYSTEM'
  /** A user with a session: of their own claims, or as an administrator. */
  | 'USER';

/** One change of claims: who gave it, when and why, and what it did to each session. It is kept when the claims have long changed again. */
export type ClaimsChange = {
  readonly __typename?: 'ClaimsChange';
  /** When it was begun. */
  readonly at: Scalars['DateTime']['output'];
  /** Who changed the claims. */
  readonly by: ClaimsActor;
  /** The change that led to this one: the one of the claims for future sessions with which a session began, the newest of them where there were several. Null where none did. */
  readonly causedBy: Maybe<ClaimsChange>;
  /** The change's id. Ids are in the order of time. */
  readonly id: Scalars['ID']['output'];
  /** How the patch was merged. Null where there was none, and for those who may not see it: of changes of one's claims by others. */
  readonly mode: Maybe<ClaimsMergeMode>;
  /** Why, as it was given. Null where nothing was, and for those who may not see it: of changes of one's claims by others. */
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The id of the request, which the log of the server has too. Null where there was none, and for those who may not see it: of changes of one's claims by others. */
  readonly requestId: Maybe<Scalars['String']['output']>;
  /** The changes that undo this one, the newest first, at most 100. Undoing a claim at a time makes several. */
  readonly revertedBy: ReadonlyArray<ClaimsChange>;
  /** The change that this one undoes; null where it undoes none. */
  readonly reverts: Maybe<ClaimsChange>;
  /** What it did to each session, and to the claims for future sessions. */
  readonly targets: ClaimsChangeTargetConnection;
  /** Whose claims. Null where that is not known. */
  readonly userId: Maybe<Scalars['ID']['output']>;
};


/** One change of claims: who gave it, when and why, and what it did to each session. It is kept when the claims have long changed again. */
export type ClaimsChangeTargetsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A page of changes. */
export type ClaimsChangeConnection = {
  readonly __typename?: 'ClaimsChangeConnection';
  /** The changes, each with its cursor. */
  readonly edges: ReadonlyArray<ClaimsChangeEdge>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
};

/** A change in a page of them. */
export type ClaimsChangeEdge = {
  readonly __typename?: 'ClaimsChangeEdge';
  /** Where the change stands, to be given as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The change. */
  readonly node: ClaimsChange;
};

/** Whether a change is in a session. */
export type ClaimsChangeStatus =
  /** Written; or the session has ended before it was known whether it was, which nobody can tell any more. */
  | 'APPLIED'
  /** Recorded, and not yet known to be written. It will be, within about a minute, or the session ends before. */
  | 'INTENDED'
  /** Not written, for good: it was taken back before it was sent, or was refused, since the session had ended. */
  | 'NOT_APPLIED';

/** What a change did to the claims of one session, or to the claims for future sessions. */
export type ClaimsChangeTarget = {
  readonly __typename?: 'ClaimsChangeTarget';
  /** What the change did, key by key. */
  readonly diffs: ReadonlyArray<ClaimDiff>;
  /** The session's handle; null where it is the claims for future sessions. */
  readonly sessionHandle: Maybe<Scalars['ID']['output']>;
  /** Whether it is the claims for future sessions. */
  readonly standing: Scalars['Boolean']['output'];
  /** Whether the change is in the session. */
  readonly status: ClaimsChangeStatus;
};

/** A page of what a change did. */
export type ClaimsChangeTargetConnection = {
  readonly __typename?: 'ClaimsChangeTargetConnection';
  /** The targets, each with its cursor. */
  readonly edges: ReadonlyArray<ClaimsChangeTargetEdge>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
};

/** A target in a page of them. */
export type ClaimsChangeTargetEdge = {
  readonly __typename?: 'ClaimsChangeTargetEdge';
  /** Where the target stands, to be given as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The target. */
  readonly node: ClaimsChangeTarget;
};

/** Which claims a change added, updated and removed: top-level keys of the access token payload, reserved ones left out. */
export type ClaimsChanges = {
  readonly __typename?: 'ClaimsChanges';
  /** Keys that were not there before. */
  readonly added: ReadonlyArray<Scalars['String']['output']>;
  /** Keys that are gone. */
  readonly removed: ReadonlyArray<Scalars['String']['output']>;
  /** Keys whose value is another one now. */
  readonly updated: ReadonlyArray<Scalars['String']['output']>;
};

/** Which changes are wanted; all conditions that are given must fit. */
export type ClaimsChangesFilter = {
  /** By this actor: a user's id, or an application's. Needs `claims:audit`, unless it is one's own. */
  readonly actorId?: InputMaybe<Scalars['ID']['input']>;
  /** By this kind of actor. */
  readonly actorKind?: InputMaybe<ClaimsActorKind>;
  /** That touched the claim with this key of the access token payload. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Of the claims of this session. */
  readonly sessionHandle?: InputMaybe<Scalars['ID']['input']>;
  /** Not before this time. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** With at least one target that has this status. */
  readonly status?: InputMaybe<ClaimsChangeStatus>;
  /** Before this time. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of the claims of this user. */
  readonly userId?: InputMaybe<Scalars['ID']['input']>;
};

/** How a patch is merged into the claims that are there. A top-level `null` removes in every mode. */
export type ClaimsMergeMode =
  /** Claim by claim; a nested claim is replaced whole. */
  | 'MERGE'
  /** JSON Merge Patch (RFC 7396): nested objects member by member, a nested `null` removes the member. */
  | 'MERGE_PATCH'
  /** What the caller may write and does not name is removed; what the caller may not write stays. */
  | 'REPLACE';

/** Which sessions of a user a change reaches. */
export type ClaimsReach =
  /** The live sessions, and the ones that the user starts later. For API keys, and for sessions of the tenant `public`. */
  | 'LIVE_AND_FUTURE_SESSIONS'
  /** The live sessions alone. */
  | 'LIVE_SESSIONS';

/** How the update of one session ended. */
export type ClaimsUpdateStatus =
  /** The session was revoked or expired meanwhile. */
  | 'ENDED'
  /** Not written: something failed. Send it again. A session that was just beginning may have begun with the claims for future sessions all the same. */
  | 'FAILED'
  /** Not written: the token would be too large. */
  | 'REJECTED'
  /** There was nothing to change. */
  | 'UNCHANGED'
  /** The session core did not say in time whether it is written, or others have seen the change for future sessions open and may yet bring it there. Read it, or send it again. */
  | 'UNKNOWN'
  /** Written. */
  | 'UPDATED';

/** A company, as it stands in the token. */
export type Company = {
  readonly __typename?: 'Company';
  /** The company's name. */
  readonly name: Scalars['String']['output'];
  /** How many seats the company has. */
  readonly seats: Maybe<Scalars['Int']['output']>;
};

/** A company, as it is written. It is replaced whole with `MERGE`, member by member with `MERGE_PATCH`. */
export type CompanyInput = {
  /** The company's name. */
  readonly name: Scalars['String']['input'];
  /** How many seats the company has. */
  readonly seats?: InputMaybe<Scalars['Int']['input']>;
};

/** The input of `endSession`. */
export type EndSessionInput = {
  /** The session's handle. */
  readonly handle: Scalars['ID']['input'];
  /** Why, for the history and the log; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What `endSession` did. */
export type EndSessionPayload = {
  readonly __typename?: 'EndSessionPayload';
  /** Whether a session has ended by this; false where none with this handle was live within the caller's reach. */
  readonly ended: Scalars['Boolean']['output'];
  /** Faults of the input; where there is one, nothing was ended. */
  readonly userErrors: ReadonlyArray<ClaimError>;
};

/** What can be changed. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Ends a session: it can be refreshed no more, and this API takes its token no longer. Another service may take it until it
   * expires. One's own sessions, on whatever device, may be ended by their user; those of others need the permission or the
   * API key scope `claims:write`.
   */
  readonly endSession: Maybe<EndSessionPayload>;
  /**
   * Undoes a change: each claim gets the value that it had before, in every session that the change reached and in those that
   * were begun since. A claim that was changed again stays as it is. One's own change of one's own session needs no permission;
   * others need `claims:write` and `claims:audit`. The undo is a change of its own.
   */
  readonly revertClaimsChange: Maybe<RevertClaimsChangePayload>;
  /**
   * Changes claims of the caller's own session. It shows at once: the new access token travels with the response.
   * What a user may change is `MyClaimsPatch`.
   */
  readonly updateMyClaims: Maybe<UpdateMyClaimsPayload>;
  /**
   * Changes claims in every live session of a user, and in those that they start later. It shows in each session when it
   * refreshes, or already when it next asks this API. Needs the permission or the API key scope `claims:write`.
   */
  readonly updateUserClaims: Maybe<UpdateUserClaimsPayload>;
};


/** What can be changed. */
export type MutationEndSessionArgs = {
  input: EndSessionInput;
};


/** What can be changed. */
export type MutationRevertClaimsChangeArgs = {
  input: RevertClaimsChangeInput;
};


/** What can be changed. */
export type MutationUpdateMyClaimsArgs = {
  input: UpdateMyClaimsInput;
};


/** What can be changed. */
export type MutationUpdateUserClaimsArgs = {
  input: UpdateUserClaimsInput;
};

/** What users may change in their own session. A field left out stays as it is; `null` removes the claim. */
export type MyClaimsPatch = {
  /** Claims that are not declared: `newKey`, and every key that begins with `app_`. */
  readonly additional?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The user's language, as a BCP 47 tag such as `en-GB`. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** How the user wants the application to look. */
  readonly theme?: InputMaybe<Theme>;
};

/** What `mySessionChanged` tells of the caller's session. */
export type MySessionChange = {
  readonly __typename?: 'MySessionChange';
  /**
   * Which claims are other ones than were told before: of the access token with which the subscription was begun, or by the
   * event before this one. Empty where only keys changed that SuperTokens keeps for itself, as roles.
   */
  readonly changes: ClaimsChanges;
  /** What happened. */
  readonly kind: MySessionChangeKind;
  /** The session with its claims as they are stored now; null where it has ended. */
  readonly session: Maybe<Session>;
};

/** What can happen to the caller's session. */
export type MySessionChangeKind =
  /** Its claims are not those of the access token any more: `mySession` brings one with the new claims. */
  | 'CHANGED'
  /** It has ended: signed out, or ended by somebody. Nothing comes after this. */
  | 'ENDED';

/** Where a page lies among all, as Relay has it. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor with which the next page begins; null where nothing was found. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** Whether more follow after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether something comes before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first one; null where the page is empty. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
};

/** What a user pays for. */
export type Plan =
  /** The plan for companies. */
  | 'ENTERPRISE'
  /** Nothing is paid. */
  | 'FREE'
  /** The paid plan. */
  | 'PRO';

/** What can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * A change by its id: of one's own claims, or anybody's with the permission or the API key scope `claims:audit`. Null where
   * there is none that the caller may see. What became of an `UNKNOWN` is asked here, by the `changeId` of the error.
   */
  readonly claimsChange: Maybe<ClaimsChange>;
  /**
   * Changes of claims, the newest first: those of one's own claims, or everybody's with the permission or the API key scope
   * `claims:audit`. Pages stay as they are while changes are added.
   */
  readonly claimsChanges: Maybe<ClaimsChangeConnection>;
  /**
   * The session of the caller, with its claims as they are stored now; null without a session.
   * Where the stored claims differ from those of the caller's access token, the response brings a new access token.
   */
  readonly mySession: Maybe<Session>;
  /** A user with their sessions; null where there is none. Needs the permission or the API key scope `claims:read`. */
  readonly user: Maybe<User>;
  /**
   * Users, the oldest first: of all tenants with an API key, of its own tenant with a session. Needs the permission or the
   * API key scope `claims:read`.
   */
  readonly users: Maybe<UserConnection>;
};


/** What can be read. */
export type QueryClaimsChangeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryClaimsChangesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  where: InputMaybe<ClaimsChangesFilter>;
};


/** What can be read. */
export type QueryUserArgs = {
  by: UserSelector;
};


/** What can be read. */
export type QueryUsersArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  emailPrefix: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** The input of `revertClaimsChange`. */
export type RevertClaimsChangeInput = {
  /** The id of the change. */
  readonly change: Scalars['ID']['input'];
  /** Everything but the write: answers what would happen. */
  readonly dryRun: Scalars['Boolean']['input'];
  /** Only these keys of the access token payload; all that the change touched where this is left out. */
  readonly keys?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What `revertClaimsChange` did. */
export type RevertClaimsChangePayload = {
  readonly __typename?: 'RevertClaimsChangePayload';
  /** The change that undoes; null where there was nothing to undo, and with `dryRun`. */
  readonly change: Maybe<ClaimsChange>;
  /** What it did to each session, and to the claims for future sessions, at most 500 of them; with `dryRun` what it would do, as `NOT_APPLIED`. What was undone already is left out. */
  readonly targets: ReadonlyArray<ClaimsChangeTarget>;
  /** Faults of the input; where there is one, nothing was written. `CHANGED_SINCE` alone leaves the other claims undone. */
  readonly userErrors: ReadonlyArray<ClaimError>;
};

/** A session: one sign-in of one user on one device. */
export type Session = {
  readonly __typename?: 'Session';
  /** The changes of this session's claims, the newest first. Of sessions of others it needs `claims:audit`, and is null without it. */
  readonly changes: Maybe<ClaimsChangeConnection>;
  /** The session's claims as they are stored now. The access token in a browser may be older. */
  readonly claims: Claims;
  /** Changes whenever a claim changes. Give it as `ifVersion` to write only if nobody else has written meanwhile. */
  readonly claimsVersion: Scalars['String']['output'];
  /** When the user signed in. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the session ends unless it is refreshed before. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** The session's handle: what SuperTokens calls it. It is no credential. */
  readonly handle: Scalars['ID']['output'];
  /** The handle once more: caches of clients know an object by its `id`. */
  readonly id: Scalars['ID']['output'];
  /**
   * Who put each claim into this session's token, when and why; the keys that SuperTokens keeps there included. Of sessions of
   * others it needs `claims:audit`, and is null without it.
   */
  readonly provenance: Maybe<ReadonlyArray<ClaimProvenance>>;
  /** The tenant in which the user signed in. */
  readonly tenantId: Scalars['ID']['output'];
  /** The user whose session it is. */
  readonly userId: Scalars['ID']['output'];
};


/** A session: one sign-in of one user on one device. */
export type SessionChangesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** What became of one session. */
export type SessionClaimsUpdate = {
  readonly __typename?: 'SessionClaimsUpdate';
  /** What the change did, or would do; null where the session was not updated. */
  readonly changes: Maybe<ClaimsChanges>;
  /** The session's handle. */
  readonly handle: Scalars['ID']['output'];
  /** What went wrong, for people; null where nothing did. */
  readonly message: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly status: ClaimsUpdateStatus;
  /** How large the session's token is, or would be; null where that is not known. */
  readonly tokenSize: Maybe<TokenSize>;
};

/** A page of sessions. */
export type SessionConnection = {
  readonly __typename?: 'SessionConnection';
  /** The sessions, each with its cursor. One that ends while they are read is left out. */
  readonly edges: ReadonlyArray<SessionEdge>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
};

/** A session in a page of them. */
export type SessionEdge = {
  readonly __typename?: 'SessionEdge';
  /** Where the session stands, to be given as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The session. */
  readonly node: Session;
};

/** What became of the claims for future sessions. */
export type StandingClaimsUpdate = {
  readonly __typename?: 'StandingClaimsUpdate';
  /** What the change did, or would do; null where it was not written. */
  readonly changes: Maybe<ClaimsChanges>;
  /** What went wrong, for people; null where nothing did. Also that the live sessions could not be listed, and are as they were. */
  readonly message: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly status: ClaimsUpdateStatus;
  /** How large the largest token is that a session of this user could begin with; with `REJECTED` it would be too large. */
  readonly tokenSize: Maybe<TokenSize>;
};

/** What can be listened to, as server-sent events: send the operation with `accept: text/event-stream`. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * Tells what happens to the claims of the caller's own session, whoever changes them, and when it ends. It brings no token:
   * on an event, ask for `mySession`. It is complete when the access token expires: then subscribe anew, with a fresh one.
   */
  readonly mySessionChanged: MySessionChange;
};

/** How the application looks. */
export type Theme =
  /** Light text on a dark ground. */
  | 'DARK'
  /** Dark text on a light ground. */
  | 'LIGHT'
  /** As the operating system has it. */
  | 'SYSTEM';

/** How large the session's token is after the change, in its largest form: browsers drop a larger cookie without a word. */
export type TokenSize = {
  readonly __typename?: 'TokenSize';
  /** Bytes of the signed token with its cookie's name, with what a refresh adds; at most 120 above the real one. */
  readonly bytes: Scalars['Int']['output'];
  /** Bytes that are allowed. */
  readonly limit: Scalars['Int']['output'];
};

/** The input of `updateMyClaims`. */
export type UpdateMyClaimsInput = {
  /** The claims to change. A field left out stays as it is; `null` removes the claim. */
  readonly claims: MyClaimsPatch;
  /** Everything but the write: answers what would happen. */
  readonly dryRun: Scalars['Boolean']['input'];
  /**
   * At most 100 characters. The same key of the same caller with the same input, within 24 hours, changes nothing again: it is
   * answered as the first time, with `session` as it is now. A second one at the same time waits. Not with `dryRun`.
   */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Apply only if the session's claims still have this version (`Session.claimsVersion`). */
  readonly ifVersion?: InputMaybe<Scalars['String']['input']>;
  /** How the claims are merged into those that are there. */
  readonly mode: ClaimsMergeMode;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What `updateMyClaims` did. */
export type UpdateMyClaimsPayload = {
  readonly __typename?: 'UpdateMyClaimsPayload';
  /** The change as the history has it; null where nothing was changed, and with `dryRun`. */
  readonly change: Maybe<ClaimsChange>;
  /** What the change did, or would do. */
  readonly changes: Maybe<ClaimsChanges>;
  /** The session after the change; with `dryRun` as it is. */
  readonly session: Maybe<Session>;
  /** How large the token is, or would be. */
  readonly tokenSize: Maybe<TokenSize>;
  /** Faults of the input; where there is one, nothing was written. */
  readonly userErrors: ReadonlyArray<ClaimError>;
};

/** The input of `updateUserClaims`. */
export type UpdateUserClaimsInput = {
  /** The claims to change. A field left out stays as it is; `null` removes the claim. */
  readonly claims: UserClaimsPatch;
  /** Everything but the write: answers what would happen. */
  readonly dryRun: Scalars['Boolean']['input'];
  /**
   * At most 100 characters. The same key of the same caller with the same input, within 24 hours, changes nothing again: it is
   * answered as the first time, with `user` as it is now. A second one at the same time waits. Not with `dryRun`.
   */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How the claims are merged into those that are there. */
  readonly mode: ClaimsMergeMode;
  /** Which sessions: with the ones that the user starts later, or without. */
  readonly reach: ClaimsReach;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Whose claims. */
  readonly user: UserSelector;
};

/** What `updateUserClaims` did. */
export type UpdateUserClaimsPayload = {
  readonly __typename?: 'UpdateUserClaimsPayload';
  /** The change as the history has it; null where no session was changed, and with `dryRun`. */
  readonly change: Maybe<ClaimsChange>;
  /** One result for each live session. */
  readonly sessions: ReadonlyArray<SessionClaimsUpdate>;
  /** What became of the claims for future sessions; null with `LIVE_SESSIONS`. */
  readonly standing: Maybe<StandingClaimsUpdate>;
  /** The user after the change. */
  readonly user: Maybe<User>;
  /** Faults of the input; where there is one, nothing was written. */
  readonly userErrors: ReadonlyArray<ClaimError>;
};

/** A user, as the session core knows them. */
export type User = {
  readonly __typename?: 'User';
  /** The changes of this user's claims, the newest first. Of others it needs `claims:audit`, and is null without it. */
  readonly changes: Maybe<ClaimsChangeConnection>;
  /** The user's email addresses; empty for ids that only have sessions. Needs `claims:read`, and is null without it. */
  readonly emails: Maybe<ReadonlyArray<Scalars['EmailAddress']['output']>>;
  /** The user's id; for linked accounts that of the primary user. */
  readonly id: Scalars['ID']['output'];
  /**
   * The user's live sessions, those of linked accounts included, in an order that does not change; with a session as the
   * caller, those of its tenant. Needs `claims:read`, and is null without it.
   */
  readonly sessions: Maybe<SessionConnection>;
  /** The claims that each new session of the user starts with. Needs `claims:read`, and is null without it. */
  readonly standingClaims: Maybe<Claims>;
};


/** A user, as the session core knows them. */
export type UserChangesArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** A user, as the session core knows them. */
export type UserSessionsArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** What administrators may change. A field left out stays as it is; `null` removes the claim. */
export type UserClaimsPatch = {
  /** Claims that are not declared: any key that is not reserved. */
  readonly additional?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The company that the user works for. */
  readonly company?: InputMaybe<CompanyInput>;
  /** Names of the beta features that are switched on for the user. The list is always replaced whole. */
  readonly features?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The user's language, as a BCP 47 tag such as `en-GB`. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** What the user pays for. */
  readonly plan?: InputMaybe<Plan>;
  /** How the user wants the application to look. */
  readonly theme?: InputMaybe<Theme>;
};

/** A page of users. */
export type UserConnection = {
  readonly __typename?: 'UserConnection';
  /** The users, each with their cursor. */
  readonly edges: ReadonlyArray<UserEdge>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
};

/** A user in a page of them. */
export type UserEdge = {
  readonly __typename?: 'UserEdge';
  /** Where the user stands, to be given as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The user. */
  readonly node: User;
};

/** Names one user. */
export type UserSelector =
  /** By email address. With an API key all tenants are searched, with a session its own. */
  { readonly email: Scalars['EmailAddress']['input']; readonly id?: never; }
  |  /** By id. */
  { readonly email?: never; readonly id: Scalars['ID']['input']; };



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ClaimDiff: ResolverTypeWrapper<ClaimDiff>;
  ClaimDiffKind: ClaimDiffKind;
  ClaimError: ResolverTypeWrapper<ClaimError>;
  ClaimErrorCode: ClaimErrorCode;
  ClaimHistory: ClaimHistory;
  ClaimProvenance: ResolverTypeWrapper<Provenance>;
  Claims: ResolverTypeWrapper<ClaimsPayload>;
  ClaimsActor: ResolverTypeWrapper<ClaimsActor>;
  ClaimsActorKind: ClaimsActorKind;
  ClaimsChange: ResolverTypeWrapper<ShownChange>;
  ClaimsChangeConnection: ResolverTypeWrapper<Omit<ClaimsChangeConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ClaimsChangeEdge']> }>;
  ClaimsChangeEdge: ResolverTypeWrapper<Omit<ClaimsChangeEdge, 'node'> & { node: ResolversTypes['ClaimsChange'] }>;
  ClaimsChangeStatus: ClaimsChangeStatus;
  ClaimsChangeTarget: ResolverTypeWrapper<ShownTarget>;
  ClaimsChangeTargetConnection: ResolverTypeWrapper<Omit<ClaimsChangeTargetConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ClaimsChangeTargetEdge']> }>;
  ClaimsChangeTargetEdge: ResolverTypeWrapper<Omit<ClaimsChangeTargetEdge, 'node'> & { node: ResolversTypes['ClaimsChangeTarget'] }>;
  ClaimsChanges: ResolverTypeWrapper<ClaimsChanges>;
  ClaimsChangesFilter: ClaimsChangesFilter;
  ClaimsMergeMode: ClaimsMergeMode;
  ClaimsReach: ClaimsReach;
  ClaimsUpdateStatus: ClaimsUpdateStatus;
  Company: ResolverTypeWrapper<Company>;
  CompanyInput: CompanyInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  EndSessionInput: EndSessionInput;
  EndSessionPayload: ResolverTypeWrapper<EndSessionPayload>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MyClaimsPatch: MyClaimsPatch;
  MySessionChange: ResolverTypeWrapper<Omit<MySessionChange, 'session'> & { session?: Maybe<ResolversTypes['Session']> }>;
  MySessionChangeKind: MySessionChangeKind;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Plan: Plan;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RevertClaimsChangeInput: RevertClaimsChangeInput;
  RevertClaimsChangePayload: ResolverTypeWrapper<Omit<RevertClaimsChangePayload, 'change' | 'targets'> & { change?: Maybe<ResolversTypes['ClaimsChange']>, targets: ReadonlyArray<ResolversTypes['ClaimsChangeTarget']> }>;
  Session: ResolverTypeWrapper<StoredSession>;
  SessionClaimsUpdate: ResolverTypeWrapper<SessionClaimsUpdate>;
  SessionConnection: ResolverTypeWrapper<Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SessionEdge']> }>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  StandingClaimsUpdate: ResolverTypeWrapper<StandingClaimsUpdate>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Theme: Theme;
  TokenSize: ResolverTypeWrapper<TokenSize>;
  UpdateMyClaimsInput: UpdateMyClaimsInput;
  UpdateMyClaimsPayload: ResolverTypeWrapper<Omit<UpdateMyClaimsPayload, 'change' | 'session'> & { change?: Maybe<ResolversTypes['ClaimsChange']>, session?: Maybe<ResolversTypes['Session']> }>;
  UpdateUserClaimsInput: UpdateUserClaimsInput;
  UpdateUserClaimsPayload: ResolverTypeWrapper<Omit<UpdateUserClaimsPayload, 'change' | 'user'> & { change?: Maybe<ResolversTypes['ClaimsChange']>, user?: Maybe<ResolversTypes['User']> }>;
  User: ResolverTypeWrapper<UserView>;
  UserClaimsPatch: UserClaimsPatch;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['UserEdge']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserSelector: UserSelector;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  ClaimDiff: ClaimDiff;
  ClaimError: ClaimError;
  ClaimProvenance: Provenance;
  Claims: ClaimsPayload;
  ClaimsActor: ClaimsActor;
  ClaimsChange: ShownChange;
  ClaimsChangeConnection: Omit<ClaimsChangeConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ClaimsChangeEdge']> };
  ClaimsChangeEdge: Omit<ClaimsChangeEdge, 'node'> & { node: ResolversParentTypes['ClaimsChange'] };
  ClaimsChangeTarget: ShownTarget;
  ClaimsChangeTargetConnection: Omit<ClaimsChangeTargetConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ClaimsChangeTargetEdge']> };
  ClaimsChangeTargetEdge: Omit<ClaimsChangeTargetEdge, 'node'> & { node: ResolversParentTypes['ClaimsChangeTarget'] };
  ClaimsChanges: ClaimsChanges;
  ClaimsChangesFilter: ClaimsChangesFilter;
  Company: Company;
  CompanyInput: CompanyInput;
  DateTime: Scalars['DateTime']['output'];
  EmailAddress: Scalars['EmailAddress']['output'];
  EndSessionInput: EndSessionInput;
  EndSessionPayload: EndSessionPayload;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  Mutation: Record<PropertyKey, never>;
  MyClaimsPatch: MyClaimsPatch;
  MySessionChange: Omit<MySessionChange, 'session'> & { session?: Maybe<ResolversParentTypes['Session']> };
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  RevertClaimsChangeInput: RevertClaimsChangeInput;
  RevertClaimsChangePayload: Omit<RevertClaimsChangePayload, 'change' | 'targets'> & { change?: Maybe<ResolversParentTypes['ClaimsChange']>, targets: ReadonlyArray<ResolversParentTypes['ClaimsChangeTarget']> };
  Session: StoredSession;
  SessionClaimsUpdate: SessionClaimsUpdate;
  SessionConnection: Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SessionEdge']> };
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  StandingClaimsUpdate: StandingClaimsUpdate;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TokenSize: TokenSize;
  UpdateMyClaimsInput: UpdateMyClaimsInput;
  UpdateMyClaimsPayload: Omit<UpdateMyClaimsPayload, 'change' | 'session'> & { change?: Maybe<ResolversParentTypes['ClaimsChange']>, session?: Maybe<ResolversParentTypes['Session']> };
  UpdateUserClaimsInput: UpdateUserClaimsInput;
  UpdateUserClaimsPayload: Omit<UpdateUserClaimsPayload, 'change' | 'user'> & { change?: Maybe<ResolversParentTypes['ClaimsChange']>, user?: Maybe<ResolversParentTypes['User']> };
  User: UserView;
  UserClaimsPatch: UserClaimsPatch;
  UserConnection: Omit<UserConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['UserEdge']> };
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserSelector: UserSelector;
};

export type AdditionalClaimsDirectiveArgs = {
  keys: ReadonlyArray<Scalars['String']['input']>;
};

export type AdditionalClaimsDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = AdditionalClaimsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ClaimDirectiveArgs = {
  hasura: Maybe<Scalars['String']['input']>;
  history?: ClaimHistory;
  key: Maybe<Scalars['String']['input']>;
  maxLength: Maybe<Scalars['Int']['input']>;
};

export type ClaimDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = ClaimDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ClaimDiffResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimDiff'] = ResolversParentTypes['ClaimDiff']> = {
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ClaimDiffKind'], ParentType, ContextType>;
};

export type ClaimErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimError'] = ResolversParentTypes['ClaimError']> = {
  code?: Resolver<ResolversTypes['ClaimErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ClaimProvenanceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimProvenance'] = ResolversParentTypes['ClaimProvenance']> = {
  change?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type ClaimsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Claims'] = ResolversParentTypes['Claims']> = {
  additional?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  company?: Resolver<Maybe<ResolversTypes['Company']>, ParentType, ContextType>;
  features?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  locale?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>;
  theme?: Resolver<Maybe<ResolversTypes['Theme']>, ParentType, ContextType>;
};

export type ClaimsActorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsActor'] = ResolversParentTypes['ClaimsActor']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ClaimsActorKind'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ClaimsChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChange'] = ResolversParentTypes['ClaimsChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['ClaimsActor'], ParentType, ContextType>;
  causedBy?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mode?: Resolver<Maybe<ResolversTypes['ClaimsMergeMode']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revertedBy?: Resolver<ReadonlyArray<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  reverts?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  targets?: Resolver<ResolversTypes['ClaimsChangeTargetConnection'], ParentType, ContextType, RequireFields<ClaimsChangeTargetsArgs, 'first'>>;
  userId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ClaimsChangeConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChangeConnection'] = ResolversParentTypes['ClaimsChangeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ClaimsChangeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ClaimsChangeEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChangeEdge'] = ResolversParentTypes['ClaimsChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ClaimsChange'], ParentType, ContextType>;
};

export type ClaimsChangeTargetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChangeTarget'] = ResolversParentTypes['ClaimsChangeTarget']> = {
  diffs?: Resolver<ReadonlyArray<ResolversTypes['ClaimDiff']>, ParentType, ContextType>;
  sessionHandle?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ClaimsChangeStatus'], ParentType, ContextType>;
};

export type ClaimsChangeTargetConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChangeTargetConnection'] = ResolversParentTypes['ClaimsChangeTargetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ClaimsChangeTargetEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ClaimsChangeTargetEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChangeTargetEdge'] = ResolversParentTypes['ClaimsChangeTargetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ClaimsChangeTarget'], ParentType, ContextType>;
};

export type ClaimsChangesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimsChanges'] = ResolversParentTypes['ClaimsChanges']> = {
  added?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  removed?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updated?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CompanyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Company'] = ResolversParentTypes['Company']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seats?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type EndSessionPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EndSessionPayload'] = ResolversParentTypes['EndSessionPayload']> = {
  ended?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  endSession: Resolver<Maybe<ResolversTypes['EndSessionPayload']>, ParentType, ContextType, RequireFields<MutationEndSessionArgs, 'input'>>;
  revertClaimsChange: Resolver<Maybe<ResolversTypes['RevertClaimsChangePayload']>, ParentType, ContextType, RequireFields<MutationRevertClaimsChangeArgs, 'input'>>;
  updateMyClaims: Resolver<Maybe<ResolversTypes['UpdateMyClaimsPayload']>, ParentType, ContextType, RequireFields<MutationUpdateMyClaimsArgs, 'input'>>;
  updateUserClaims: Resolver<Maybe<ResolversTypes['UpdateUserClaimsPayload']>, ParentType, ContextType, RequireFields<MutationUpdateUserClaimsArgs, 'input'>>;
};

export type MySessionChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MySessionChange'] = ResolversParentTypes['MySessionChange']> = {
  changes?: Resolver<ResolversTypes['ClaimsChanges'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MySessionChangeKind'], ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  claimsChange: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType, RequireFields<QueryClaimsChangeArgs, 'id'>>;
  claimsChanges: Resolver<Maybe<ResolversTypes['ClaimsChangeConnection']>, ParentType, ContextType, RequireFields<QueryClaimsChangesArgs, 'first'>>;
  mySession: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  user: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'by'>>;
  users: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
};

export type RevertClaimsChangePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RevertClaimsChangePayload'] = ResolversParentTypes['RevertClaimsChangePayload']> = {
  change?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  targets?: Resolver<ReadonlyArray<ResolversTypes['ClaimsChangeTarget']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChangeConnection']>, ParentType, ContextType, RequireFields<SessionChangesArgs, 'first'>>;
  claims?: Resolver<ResolversTypes['Claims'], ParentType, ContextType>;
  claimsVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  handle?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  provenance?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ClaimProvenance']>>, ParentType, ContextType>;
  tenantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SessionClaimsUpdateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionClaimsUpdate'] = ResolversParentTypes['SessionClaimsUpdate']> = {
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChanges']>, ParentType, ContextType>;
  handle?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ClaimsUpdateStatus'], ParentType, ContextType>;
  tokenSize?: Resolver<Maybe<ResolversTypes['TokenSize']>, ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SessionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SessionEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SessionEdge'] = ResolversParentTypes['SessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type StandingClaimsUpdateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StandingClaimsUpdate'] = ResolversParentTypes['StandingClaimsUpdate']> = {
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChanges']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ClaimsUpdateStatus'], ParentType, ContextType>;
  tokenSize?: Resolver<Maybe<ResolversTypes['TokenSize']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  mySessionChanged: SubscriptionResolver<ResolversTypes['MySessionChange'], "mySessionChanged", ParentType, ContextType>;
};

export type TokenSizeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TokenSize'] = ResolversParentTypes['TokenSize']> = {
  bytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UpdateMyClaimsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateMyClaimsPayload'] = ResolversParentTypes['UpdateMyClaimsPayload']> = {
  change?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChanges']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  tokenSize?: Resolver<Maybe<ResolversTypes['TokenSize']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export type UpdateUserClaimsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateUserClaimsPayload'] = ResolversParentTypes['UpdateUserClaimsPayload']> = {
  change?: Resolver<Maybe<ResolversTypes['ClaimsChange']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['SessionClaimsUpdate']>, ParentType, ContextType>;
  standing?: Resolver<Maybe<ResolversTypes['StandingClaimsUpdate']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChangeConnection']>, ParentType, ContextType, RequireFields<UserChangesArgs, 'first'>>;
  emails?: Resolver<Maybe<ReadonlyArray<ResolversTypes['EmailAddress']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sessions?: Resolver<Maybe<ResolversTypes['SessionConnection']>, ParentType, ContextType, RequireFields<UserSessionsArgs, 'first'>>;
  standingClaims?: Resolver<Maybe<ResolversTypes['Claims']>, ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  ClaimDiff?: ClaimDiffResolvers<ContextType>;
  ClaimError?: ClaimErrorResolvers<ContextType>;
  ClaimProvenance?: ClaimProvenanceResolvers<ContextType>;
  Claims?: ClaimsResolvers<ContextType>;
  ClaimsActor?: ClaimsActorResolvers<ContextType>;
  ClaimsChange?: ClaimsChangeResolvers<ContextType>;
  ClaimsChangeConnection?: ClaimsChangeConnectionResolvers<ContextType>;
  ClaimsChangeEdge?: ClaimsChangeEdgeResolvers<ContextType>;
  ClaimsChangeTarget?: ClaimsChangeTargetResolvers<ContextType>;
  ClaimsChangeTargetConnection?: ClaimsChangeTargetConnectionResolvers<ContextType>;
  ClaimsChangeTargetEdge?: ClaimsChangeTargetEdgeResolvers<ContextType>;
  ClaimsChanges?: ClaimsChangesResolvers<ContextType>;
  Company?: CompanyResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EmailAddress?: GraphQLScalarType;
  EndSessionPayload?: EndSessionPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JSONObject?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  MySessionChange?: MySessionChangeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RevertClaimsChangePayload?: RevertClaimsChangePayloadResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionClaimsUpdate?: SessionClaimsUpdateResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  StandingClaimsUpdate?: StandingClaimsUpdateResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TokenSize?: TokenSizeResolvers<ContextType>;
  UpdateMyClaimsPayload?: UpdateMyClaimsPayloadResolvers<ContextType>;
  UpdateUserClaimsPayload?: UpdateUserClaimsPayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  additionalClaims?: AdditionalClaimsDirectiveResolver<any, any, ContextType>;
  claim?: ClaimDirectiveResolver<any, any, ContextType>;
};
