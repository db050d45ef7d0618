/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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
  /** Why, for the log; at most 500 characters. */
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

/** What a user pays for. */
export type Plan =
  /** The plan for companies. */
  | 'ENTERPRISE'
  /** Nothing is paid. */
  | 'FREE'
  /** The paid plan. */
  | 'PRO';

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
  /** Apply only if the session's claims still have this version (`Session.claimsVersion`). */
  readonly ifVersion?: string | null | undefined;
  /** How the claims are merged into those that are there. */
  readonly mode?: ClaimsMergeMode;
};

/** The input of `updateUserClaims`. */
export type UpdateUserClaimsInput = {
  /** The claims to change. A field left out stays as it is; `null` removes the claim. */
  readonly claims: UserClaimsPatch;
  /** Everything but the write: answers what would happen. */
  readonly dryRun?: boolean;
  /** How the claims are merged into those that are there. */
  readonly mode?: ClaimsMergeMode;
  /** Which sessions: with the ones that the user starts later, or without. */
  readonly reach?: ClaimsReach;
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

export type EndSessionMutationVariables = Exact<{
  input: EndSessionInput;
}>;


export type EndSessionMutation = { readonly endSession: { readonly ended: boolean, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type MySessionQueryVariables = Exact<{ [key: string]: never; }>;


export type MySessionQuery = { readonly mySession: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } | null };

export type PagePartsFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type SessionPartsFragment = { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } };

export type UpdateMyClaimsMutationVariables = Exact<{
  input: UpdateMyClaimsInput;
}>;


export type UpdateMyClaimsMutation = { readonly updateMyClaims: { readonly session: { readonly id: string, readonly handle: string, readonly userId: string, readonly tenantId: string, readonly claimsVersion: string, readonly createdAt: string, readonly expiresAt: string, readonly claims: { readonly additional: Readonly<Record<string, unknown>> } } | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

export type UpdateUserClaimsMutationVariables = Exact<{
  input: UpdateUserClaimsInput;
}>;


export type UpdateUserClaimsMutation = { readonly updateUserClaims: { readonly user: { readonly id: string } | null, readonly sessions: ReadonlyArray<{ readonly handle: string, readonly status: ClaimsUpdateStatus, readonly message: string | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null }>, readonly standing: { readonly status: ClaimsUpdateStatus, readonly message: string | null, readonly changes: { readonly added: ReadonlyArray<string>, readonly updated: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } | null, readonly tokenSize: { readonly bytes: number, readonly limit: number } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: ClaimErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } | null };

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
    userErrors {
      code
      message
      path
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
}`, {"hash":"sha256:5664c084b372fcfb9ccf5511ec9449ad280108dca63eb1d78f3bb6ee465b42b3"}) as unknown as TypedDocumentString<UpdateMyClaimsMutation, UpdateMyClaimsMutationVariables>;
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
    userErrors {
      code
      message
      path
    }
  }
}
    `, {"hash":"sha256:a19a6d6528864e7f923ed11f8bec84a8af66fb31cb181561f206ddc3c1604b66"}) as unknown as TypedDocumentString<UpdateUserClaimsMutation, UpdateUserClaimsMutationVariables>;
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