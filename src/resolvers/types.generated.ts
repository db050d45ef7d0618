import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredSession, UserView, ClaimsPayload } from '../claims/types.ts';
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
  /** A point in time in ISO 8601 with milliseconds, in UTC: `2026-01-31T09:00:00.000Z`. */
  DateTime: { input: Date; output: Date; }
  /** An email address. Upper and lower case are the same. */
  EmailAddress: { input: string; output: string; }
  /** A JSON object with any members. Strings must be well-formed Unicode, integers within 2^53, nesting at most 8 levels deep. */
  JSONObject: { input: Readonly<Record<string, unknown>>; output: Readonly<Record<string, unknown>>; }
};

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
  /** The caller may not write this claim. */
  | 'CLAIM_NOT_ALLOWED'
  /** The claim is declared in the schema: write it through its own field, not through `additional`. */
  | 'DECLARED_CLAIM'
  /** The patch names no claim. */
  | 'EMPTY_PATCH'
  /** The value cannot be stored as a claim without being changed, or is longer or deeper than allowed. */
  | 'INVALID_VALUE'
  /** The key belongs to the token itself or to SuperTokens; nobody may write it. */
  | 'RESERVED_CLAIM'
  /** The token would be larger than browsers accept, or the claims that users may write would fill too much of it. */
  | 'TOKEN_TOO_LARGE'
  /** No such user, and no session of such a user. */
  | 'USER_NOT_FOUND'
  /** Somebody else changed the session's claims since `ifVersion` was read; `session` holds what they are now. */
  | 'VERSION_CONFLICT';

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
  /** Not written: something failed. Send it again. */
  | 'FAILED'
  /** Not written: the token would be too large. */
  | 'REJECTED'
  /** There was nothing to change. */
  | 'UNCHANGED'
  /** The session core did not say in time whether it is written. Read it, or send it again. */
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
  /** Why, for the log; at most 500 characters. */
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
export type QueryUserArgs = {
  by: UserSelector;
};


/** What can be read. */
export type QueryUsersArgs = {
  after: InputMaybe<Scalars['String']['input']>;
  emailPrefix: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A session: one sign-in of one user on one device. */
export type Session = {
  readonly __typename?: 'Session';
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
  /** The tenant in which the user signed in. */
  readonly tenantId: Scalars['ID']['output'];
  /** The user whose session it is. */
  readonly userId: Scalars['ID']['output'];
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
  /** Apply only if the session's claims still have this version (`Session.claimsVersion`). */
  readonly ifVersion?: InputMaybe<Scalars['String']['input']>;
  /** How the claims are merged into those that are there. */
  readonly mode: ClaimsMergeMode;
};

/** What `updateMyClaims` did. */
export type UpdateMyClaimsPayload = {
  readonly __typename?: 'UpdateMyClaimsPayload';
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
  /** How the claims are merged into those that are there. */
  readonly mode: ClaimsMergeMode;
  /** Which sessions: with the ones that the user starts later, or without. */
  readonly reach: ClaimsReach;
  /** Whose claims. */
  readonly user: UserSelector;
};

/** What `updateUserClaims` did. */
export type UpdateUserClaimsPayload = {
  readonly __typename?: 'UpdateUserClaimsPayload';
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
  ClaimError: ResolverTypeWrapper<ClaimError>;
  ClaimErrorCode: ClaimErrorCode;
  Claims: ResolverTypeWrapper<ClaimsPayload>;
  ClaimsChanges: ResolverTypeWrapper<ClaimsChanges>;
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
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MyClaimsPatch: MyClaimsPatch;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Plan: Plan;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Session: ResolverTypeWrapper<StoredSession>;
  SessionClaimsUpdate: ResolverTypeWrapper<SessionClaimsUpdate>;
  SessionConnection: ResolverTypeWrapper<Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['SessionEdge']> }>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  StandingClaimsUpdate: ResolverTypeWrapper<StandingClaimsUpdate>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Theme: Theme;
  TokenSize: ResolverTypeWrapper<TokenSize>;
  UpdateMyClaimsInput: UpdateMyClaimsInput;
  UpdateMyClaimsPayload: ResolverTypeWrapper<Omit<UpdateMyClaimsPayload, 'session'> & { session?: Maybe<ResolversTypes['Session']> }>;
  UpdateUserClaimsInput: UpdateUserClaimsInput;
  UpdateUserClaimsPayload: ResolverTypeWrapper<Omit<UpdateUserClaimsPayload, 'user'> & { user?: Maybe<ResolversTypes['User']> }>;
  User: ResolverTypeWrapper<UserView>;
  UserClaimsPatch: UserClaimsPatch;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['UserEdge']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserSelector: UserSelector;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  ClaimError: ClaimError;
  Claims: ClaimsPayload;
  ClaimsChanges: ClaimsChanges;
  Company: Company;
  CompanyInput: CompanyInput;
  DateTime: Scalars['DateTime']['output'];
  EmailAddress: Scalars['EmailAddress']['output'];
  EndSessionInput: EndSessionInput;
  EndSessionPayload: EndSessionPayload;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  Mutation: Record<PropertyKey, never>;
  MyClaimsPatch: MyClaimsPatch;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Session: StoredSession;
  SessionClaimsUpdate: SessionClaimsUpdate;
  SessionConnection: Omit<SessionConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['SessionEdge']> };
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  StandingClaimsUpdate: StandingClaimsUpdate;
  String: Scalars['String']['output'];
  TokenSize: TokenSize;
  UpdateMyClaimsInput: UpdateMyClaimsInput;
  UpdateMyClaimsPayload: Omit<UpdateMyClaimsPayload, 'session'> & { session?: Maybe<ResolversParentTypes['Session']> };
  UpdateUserClaimsInput: UpdateUserClaimsInput;
  UpdateUserClaimsPayload: Omit<UpdateUserClaimsPayload, 'user'> & { user?: Maybe<ResolversParentTypes['User']> };
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
  key: Maybe<Scalars['String']['input']>;
  maxLength: Maybe<Scalars['Int']['input']>;
};

export type ClaimDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = ClaimDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ClaimErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClaimError'] = ResolversParentTypes['ClaimError']> = {
  code?: Resolver<ResolversTypes['ClaimErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ClaimsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Claims'] = ResolversParentTypes['Claims']> = {
  additional?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  company?: Resolver<Maybe<ResolversTypes['Company']>, ParentType, ContextType>;
  features?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  locale?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['Plan']>, ParentType, ContextType>;
  theme?: Resolver<Maybe<ResolversTypes['Theme']>, ParentType, ContextType>;
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

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  endSession: Resolver<Maybe<ResolversTypes['EndSessionPayload']>, ParentType, ContextType, RequireFields<MutationEndSessionArgs, 'input'>>;
  updateMyClaims: Resolver<Maybe<ResolversTypes['UpdateMyClaimsPayload']>, ParentType, ContextType, RequireFields<MutationUpdateMyClaimsArgs, 'input'>>;
  updateUserClaims: Resolver<Maybe<ResolversTypes['UpdateUserClaimsPayload']>, ParentType, ContextType, RequireFields<MutationUpdateUserClaimsArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  mySession: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  user: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'by'>>;
  users: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
};

export type SessionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  claims?: Resolver<ResolversTypes['Claims'], ParentType, ContextType>;
  claimsVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  handle?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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

export type TokenSizeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TokenSize'] = ResolversParentTypes['TokenSize']> = {
  bytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UpdateMyClaimsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateMyClaimsPayload'] = ResolversParentTypes['UpdateMyClaimsPayload']> = {
  changes?: Resolver<Maybe<ResolversTypes['ClaimsChanges']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  tokenSize?: Resolver<Maybe<ResolversTypes['TokenSize']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export type UpdateUserClaimsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateUserClaimsPayload'] = ResolversParentTypes['UpdateUserClaimsPayload']> = {
  sessions?: Resolver<ReadonlyArray<ResolversTypes['SessionClaimsUpdate']>, ParentType, ContextType>;
  standing?: Resolver<Maybe<ResolversTypes['StandingClaimsUpdate']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['ClaimError']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
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
  ClaimError?: ClaimErrorResolvers<ContextType>;
  Claims?: ClaimsResolvers<ContextType>;
  ClaimsChanges?: ClaimsChangesResolvers<ContextType>;
  Company?: CompanyResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EmailAddress?: GraphQLScalarType;
  EndSessionPayload?: EndSessionPayloadResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionClaimsUpdate?: SessionClaimsUpdateResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  StandingClaimsUpdate?: StandingClaimsUpdateResolvers<ContextType>;
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
