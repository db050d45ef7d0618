/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What is done to a claim. */
export type ClaimDiffKind =
  /** It was not there before. */
  | 'ADDED'
  /** It is gone. */
  | 'REMOVED'
  /** Its value is another one. */
  | 'UPDATED';

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

/** Whether a change is in a session. */
export type ClaimsChangeStatus =
  /** Written; or the session has ended before it was known whether it was, which nobody can tell any more. */
  | 'APPLIED'
  /** Recorded, and not yet known to be written. It will be, within about a minute, or the session ends before. */
  | 'INTENDED'
  /** Not written, for good: it was taken back before it was sent, or was refused, since the session had ended. */
  | 'NOT_APPLIED';

/** Which changes are wanted; all conditions that are given must fit. */
export type ClaimsChangesFilter = {
  /** By this actor: a user's id, or an application's. Needs `claims:audit`, unless it is one's own. */
  readonly actorId?: string | number | null | undefined;
  /** By this kind of actor. */
  readonly actorKind?: ClaimsActorKind | null | undefined;
  /** That touched the claim with this key of the access token payload. */
  readonly key?: string | null | undefined;
  /** Of the claims of this session. */
  readonly sessionHandle?: string | number | null | undefined;
  /** Not before this time. */
  readonly since?: string | null | undefined;
  /** With at least one target that has this status. */
  readonly status?: ClaimsChangeStatus | null | undefined;
  /** Before this time. */
  readonly until?: string | null | undefined;
  /** Of the claims of this user. */
  readonly userId?: string | number | null | undefined;
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

/** A company, as it is written. It is replaced whole with `MERGE`, member by member with `MERGE_PATCH`. */
export type CompanyInput = {
  /** The company's name. */
  readonly name: string;
  /** How many seats the company has. */
  readonly seats?: number | null | undefined;
};

/** The input of `endSession`. */
export type EndSessionInput = {
  /** The session's handle. */
  readonly handle: string | number;
  /** Why, for the history and the log; at most 500 characters. */
  readonly reason?: string | null | undefined;
};

/** What users may change in their own session. A field left out stays as it is; `null` removes the claim. */
export type MyClaimsPatch = {
  /** Claims that are not declared: `newKey`, and every key that begins with `app_`. */
  readonly additional?: Readonly<Record<string, unknown>> | null | undefined;
  /** The user's language, as a BCP 47 tag such as `en-GB`. */
  readonly locale?: string | null | undefined;
  /** How the user wants the application to look. */
  readonly theme?: Theme | null | undefined;
};

/** What can happen to the caller's session. */
export type MySessionChangeKind =
  /** Its claims are not those of the access token any more: `mySession` brings one with the new claims. */
  | 'CHANGED'
  /** It has ended: signed out, or ended by somebody. Nothing comes after this. */
  | 'ENDED';

/** What a user pays for. */
export type Plan =
  /** The plan for companies. */
  | 'ENTERPRISE'
  /** Nothing is paid. */
  | 'FREE'
  /** The paid plan. */
  | 'PRO';

/** The input of `revertClaimsChange`. */
export type RevertClaimsChangeInput = {
  /** The id of the change. */
  readonly change: string | number;
  /** Everything but the write: answers what would happen. */
  readonly dryRun?: boolean;
  /** Only these keys of the access token payload; all that the change touched where this is left out. */
  readonly keys?: ReadonlyArray<string> | null | undefined;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: string | null | undefined;
};

/** How the application looks. */
export type Theme =
  /** Light text on a dark ground. */
  | 'DARK'
  /** Dark text on a light ground. */
  | 'LIGHT'
  /** As the operating system has it. */
  | 'SYSTEM';

/** The input of `updateMyClaims`. */
export type UpdateMyClaimsInput = {
  /** The claims to change. A field left out stays as it is; `null` removes the claim. */
  readonly claims: MyClaimsPatch;
  /** Everything but the write: answers what would happen. */
  readonly dryRun?: boolean;
  /**
   * At most 100 characters. The same key of the same caller with the same input, within 24 hours, changes nothing again: it is
   * answered as the first time, with `session` as it is now. A second one at the same time waits. Not with `dryRun`.
   */
  readonly idempotencyKey?: string | number | null | undefined;
  /** Apply only if the session's claims still have this version (`Session.claimsVersion`). */
  readonly ifVersion?: string | null | undefined;
  /** How the claims are merged into those that are there. */
  readonly mode?: ClaimsMergeMode;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: string | null | undefined;
};

/** The input of `updateUserClaims`. */
export type UpdateUserClaimsInput = {
  /** The claims to change. A field left out stays as it is; `null` removes the claim. */
  readonly claims: UserClaimsPatch;
  /** Everything but the write: answers what would happen. */
  readonly dryRun?: boolean;
  /**
   * At most 100 characters. The same key of the same caller with the same input, within 24 hours, changes nothing again: it is
   * answered as the first time, with `user` as it is now. A second one at the same time waits. Not with `dryRun`.
   */
  readonly idempotencyKey?: string | number | null | undefined;
  /** How the claims are merged into those that are there. */
  readonly mode?: ClaimsMergeMode;
  /** Which sessions: with the ones that the user starts later, or without. */
  readonly reach?: ClaimsReach;
  /** Why, for the history; at most 500 characters. */
  readonly reason?: string | null | undefined;
  /** Whose claims. */
  readonly user: UserSelector;
};

/** What administrators may change. A field left out stays as it is; `null` removes the claim. */
export type UserClaimsPatch = {
  /** Claims that are not declared: any key that is not reserved. */
  readonly additional?: Readonly<Record<string, unknown>> | null | undefined;
  /** The company that the user works for. */
  readonly company?: CompanyInput | null | undefined;
  /** Names of the beta features that are switched on for the user. The list is always replaced whole. */
  readonly features?: ReadonlyArray<string> | null | undefined;
  /** The user's language, as a BCP 47 tag such as `en-GB`. */
  readonly locale?: string | null | undefined;
  /** What the user pays for. */
  readonly plan?: Plan | null | undefined;
  /** How the user wants the application to look. */
  readonly theme?: Theme | null | undefined;
};

/** Names one user. */
export type UserSelector =
  {   /** By email address. With an API key all tenants are searched, with a session its own. */
  readonly email: string; readonly id?: never; }
  |  { readonly email?: never;   /** By id. */
  readonly id: string | number; };

export type ChangePartsFragment = { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } };

export type TargetPartsFragment = { readonly sessionHandle: string | null, readonly standing: boolean, readonly status: ClaimsChangeStatus, readonly diffs: ReadonlyArray<{ readonly key: string, readonly kind: ClaimDiffKind, readonly before: unknown, readonly after: unknown }> };

export type ClaimsChangeQueryVariables = Exact<{
  id: string | number;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClaimsChangeQuery = { readonly claimsChange: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly targets: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly sessionHandle: string | null, readonly standing: boolean, readonly status: ClaimsChangeStatus, readonly diffs: ReadonlyArray<{ readonly key: string, readonly kind: ClaimDiffKind, readonly before: unknown, readonly after: unknown }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly causedBy: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null, readonly reverts: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null, readonly revertedBy: ReadonlyArray<{ readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } }>, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null };

export type ClaimsChangesQueryVariables = Exact<{
  where?: ClaimsChangesFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClaimsChangesQuery = { readonly claimsChanges: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly targets: { readonly edges: ReadonlyArray<{ readonly node: { readonly sessionHandle: string | null, readonly standing: boolean, readonly status: ClaimsChangeStatus, readonly diffs: ReadonlyArray<{ readonly key: string, readonly kind: ClaimDiffKind, readonly before: unknown, readonly after: unknown }> } }> }, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type EndSessionMutationVariables = Exact<{
  input: EndSessionInput;
}>;


export type EndSessionMutation = { readonly endSession: { readonly ended: boolean, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type MyHistoryQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type MyHistoryQuery = { readonly mySession: { readonly handle: string, readonly provenance: ReadonlyArray<{ readonly key: string, readonly value: unknown, readonly change: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null }> | null, readonly changes: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly targets: { readonly edges: ReadonlyArray<{ readonly node: { readonly sessionHandle: string | null, readonly standing: boolean, readonly status: ClaimsChangeStatus, readonly diffs: ReadonlyArray<{ readonly key: string, readonly kind: ClaimDiffKind, readonly before: unknown, readonly after: unknown }> } }> }, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null } | null };

export type MySessionQueryVariables = Exact<{ [key: string]: never; }>;


export type MySessionQuery = { readonly mySession: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } | null };

export type MySessionChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type MySessionChangedSubscription = { readonly mySessionChanged: { readonly kind: MySessionChangeKind, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> }, readonly session: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } | null } };

export type PagePartsFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type RevertClaimsChangeMutationVariables = Exact<{
  input: RevertClaimsChangeInput;
}>;


export type RevertClaimsChangeMutation = { readonly revertClaimsChange: { readonly change: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null, readonly targets: ReadonlyArray<{ readonly sessionHandle: string | null, readonly standing: boolean, readonly status: ClaimsChangeStatus, readonly diffs: ReadonlyArray<{ readonly key: string, readonly kind: ClaimDiffKind, readonly before: unknown, readonly after: unknown }> }>, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type SessionPartsFragment = { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } };

export type UpdateMyClaimsMutationVariables = Exact<{
  input: UpdateMyClaimsInput;
}>;


export type UpdateMyClaimsMutation = { readonly updateMyClaims: { readonly session: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null, readonly change: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type UpdateUserClaimsMutationVariables = Exact<{
  input: UpdateUserClaimsInput;
}>;


export type UpdateUserClaimsMutation = { readonly updateUserClaims: { readonly user: { readonly id: string } | null, readonly sessions: ReadonlyArray<{ readonly handle: string, readonly status: ClaimsUpdateStatus, readonly message: string | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null }>, readonly standing: { readonly status: ClaimsUpdateStatus, readonly message: string | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null } | null, readonly change: { readonly id: string, readonly at: string, readonly reason: string | null, readonly userId: string | null, readonly mode: ClaimsMergeMode | null, readonly requestId: string | null, readonly by: { readonly kind: ClaimsActorKind, readonly id: string | null, readonly name: string | null } } | null, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type UserQueryVariables = Exact<{
  by: UserSelector;
  first?: number;
  after?: string | null | undefined;
}>;


export type UserQuery = { readonly user: { readonly id: string, readonly emails: ReadonlyArray<string> | null, readonly sessions: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null, readonly standingClaims: { readonly additional: Readonly<Record<string, unknown>> } | null } | null };

export type UsersQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  emailPrefix?: string | null | undefined;
}>;


export type UsersQuery = { readonly users: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly emails: ReadonlyArray<string> | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ChangePartsFragmentDoc = new TypedDocumentString(`
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
    `, {"fragmentName":"ChangeParts"}) as unknown as TypedDocumentString<ChangePartsFragment, unknown>;
export const TargetPartsFragmentDoc = new TypedDocumentString(`
    fragment TargetParts on ClaimsChangeTarget {
  sessionHandle
  standing
  status
  diffs {
    key
    kind
    before
    after
  }
}
    `, {"fragmentName":"TargetParts"}) as unknown as TypedDocumentString<TargetPartsFragment, unknown>;
export const PagePartsFragmentDoc = new TypedDocumentString(`
    fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageParts"}) as unknown as TypedDocumentString<PagePartsFragment, unknown>;
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on Session {
  id
  handle
  userId
  tenantId
  claims {
    additional
  }
  claimsVersion
  createdAt
  expiresAt
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const ClaimsChangeDocument = new TypedDocumentString(`
    query ClaimsChange($id: ID!, $first: Int! = 20, $after: String) {
  claimsChange(id: $id) {
    ...ChangeParts
    targets(first: $first, after: $after) {
      edges {
        cursor
        node {
          ...TargetParts
        }
      }
      pageInfo {
        ...PageParts
      }
    }
    causedBy {
      ...ChangeParts
    }
    reverts {
      ...ChangeParts
    }
    revertedBy {
      ...ChangeParts
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
fragment TargetParts on ClaimsChangeTarget {
  sessionHandle
  standing
  status
  diffs {
    key
    kind
    before
    after
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:5cf0c62c25f510f9deaa487d354824b335c8ec548fad58b8969434f6d4407871"}) as unknown as TypedDocumentString<ClaimsChangeQuery, ClaimsChangeQueryVariables>;
export const ClaimsChangesDocument = new TypedDocumentString(`
    query ClaimsChanges($where: ClaimsChangesFilter, $first: Int! = 20, $after: String) {
  claimsChanges(where: $where, first: $first, after: $after) {
    edges {
      cursor
      node {
        ...ChangeParts
        targets {
          edges {
            node {
              ...TargetParts
            }
          }
        }
      }
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
fragment TargetParts on ClaimsChangeTarget {
  sessionHandle
  standing
  status
  diffs {
    key
    kind
    before
    after
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:fec55cf10136d16dc1b1c34dc31d1cc1341773b942375d4a4290859dd30d73b8"}) as unknown as TypedDocumentString<ClaimsChangesQuery, ClaimsChangesQueryVariables>;
export const EndSessionDocument = new TypedDocumentString(`
    mutation EndSession($input: EndSessionInput!) {
  endSession(input: $input) {
    ended
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:8606cb115234e8b259468910c6309a058ab0cf4594d56ee036e10efc44000792"}) as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const MyHistoryDocument = new TypedDocumentString(`
    query MyHistory($first: Int! = 20, $after: String) {
  mySession {
    handle
    provenance {
      key
      value
      change {
        ...ChangeParts
      }
    }
    changes(first: $first, after: $after) {
      edges {
        cursor
        node {
          ...ChangeParts
          targets {
            edges {
              node {
                ...TargetParts
              }
            }
          }
        }
      }
      pageInfo {
        ...PageParts
      }
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
fragment TargetParts on ClaimsChangeTarget {
  sessionHandle
  standing
  status
  diffs {
    key
    kind
    before
    after
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:1a06361504da16ba7d7ae413a2250a7f61657e82bb433ec67eb16fb44f3dc2d3"}) as unknown as TypedDocumentString<MyHistoryQuery, MyHistoryQueryVariables>;
export const MySessionDocument = new TypedDocumentString(`
    query MySession {
  mySession {
    ...SessionParts
  }
}
    fragment SessionParts on Session {
  id
  handle
  userId
  tenantId
  claims {
    additional
  }
  claimsVersion
  createdAt
  expiresAt
}`, {"hash":"sha256:e759f6e7e096ab708678c7b331b07af0a36a8ffd3d660fe1aff0f7c8e0bfefb2"}) as unknown as TypedDocumentString<MySessionQuery, MySessionQueryVariables>;
export const MySessionChangedDocument = new TypedDocumentString(`
    subscription MySessionChanged {
  mySessionChanged {
    kind
    changes {
      added
      updated
      removed
    }
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  id
  handle
  userId
  tenantId
  claims {
    additional
  }
  claimsVersion
  createdAt
  expiresAt
}`, {"hash":"sha256:0311dbe96cb8a621a5ab1de627e3617b2189d4447eb7b59fba8a04191a3cbf4b"}) as unknown as TypedDocumentString<MySessionChangedSubscription, MySessionChangedSubscriptionVariables>;
export const RevertClaimsChangeDocument = new TypedDocumentString(`
    mutation RevertClaimsChange($input: RevertClaimsChangeInput!) {
  revertClaimsChange(input: $input) {
    change {
      ...ChangeParts
    }
    targets {
      ...TargetParts
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
fragment TargetParts on ClaimsChangeTarget {
  sessionHandle
  standing
  status
  diffs {
    key
    kind
    before
    after
  }
}`, {"hash":"sha256:eec78df1f774533a3d2184e7f33b23721d8c8dc7eac5453fd58d88d80e7951a8"}) as unknown as TypedDocumentString<RevertClaimsChangeMutation, RevertClaimsChangeMutationVariables>;
export const UpdateMyClaimsDocument = new TypedDocumentString(`
    mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {
  updateMyClaims(input: $input) {
    session {
      ...SessionParts
    }
    changes {
      added
      updated
      removed
    }
    tokenSize {
      bytes
      limit
    }
    change {
      ...ChangeParts
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}
fragment SessionParts on Session {
  id
  handle
  userId
  tenantId
  claims {
    additional
  }
  claimsVersion
  createdAt
  expiresAt
}`, {"hash":"sha256:50d4120d51b5fa38e2714ad6b4aa45e369659360423fb08d825e7cfab15d3ae5"}) as unknown as TypedDocumentString<UpdateMyClaimsMutation, UpdateMyClaimsMutationVariables>;
export const UpdateUserClaimsDocument = new TypedDocumentString(`
    mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {
  updateUserClaims(input: $input) {
    user {
      id
    }
    sessions {
      handle
      status
      changes {
        added
        updated
        removed
      }
      tokenSize {
        bytes
        limit
      }
      message
    }
    standing {
      status
      changes {
        added
        updated
        removed
      }
      tokenSize {
        bytes
        limit
      }
      message
    }
    change {
      ...ChangeParts
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment ChangeParts on ClaimsChange {
  id
  at
  by {
    kind
    id
    name
  }
  reason
  userId
  mode
  requestId
}`, {"hash":"sha256:7591f55b68235926110168840949362f79f1b0fed1ce23edca7cb524429929a8"}) as unknown as TypedDocumentString<UpdateUserClaimsMutation, UpdateUserClaimsMutationVariables>;
export const UserDocument = new TypedDocumentString(`
    query User($by: UserSelector!, $first: Int! = 50, $after: String) {
  user(by: $by) {
    id
    emails
    sessions(first: $first, after: $after) {
      edges {
        cursor
        node {
          ...SessionParts
        }
      }
      pageInfo {
        ...PageParts
      }
    }
    standingClaims {
      additional
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment SessionParts on Session {
  id
  handle
  userId
  tenantId
  claims {
    additional
  }
  claimsVersion
  createdAt
  expiresAt
}`, {"hash":"sha256:88fb7b5927750290712407f65a9d48e09cdd2e9ca9fc4bb5ff19340cac9f4e9e"}) as unknown as TypedDocumentString<UserQuery, UserQueryVariables>;
export const UsersDocument = new TypedDocumentString(`
    query Users($first: Int! = 50, $after: String, $emailPrefix: String) {
  users(first: $first, after: $after, emailPrefix: $emailPrefix) {
    edges {
      cursor
      node {
        id
        emails
      }
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:ba888feeac8bb331635712ad63c6200e43c73b48aeeeb959be87f1bda2b0f6b7"}) as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;