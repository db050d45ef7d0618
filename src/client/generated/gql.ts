/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "fragment ChangeParts on ClaimsChange {\n  id\n  at\n  by {\n    kind\n    id\n    name\n  }\n  reason\n  userId\n  mode\n  requestId\n}\n\nfragment TargetParts on ClaimsChangeTarget {\n  sessionHandle\n  standing\n  status\n  diffs {\n    key\n    kind\n    before\n    after\n  }\n}": typeof types.ChangePartsFragmentDoc,
    "query ClaimsChange($id: ID!, $first: Int! = 20, $after: String) {\n  claimsChange(id: $id) {\n    ...ChangeParts\n    targets(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...TargetParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    causedBy {\n      ...ChangeParts\n    }\n    reverts {\n      ...ChangeParts\n    }\n    revertedBy {\n      ...ChangeParts\n    }\n  }\n}": typeof types.ClaimsChangeDocument,
    "query ClaimsChanges($where: ClaimsChangesFilter, $first: Int! = 20, $after: String) {\n  claimsChanges(where: $where, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ChangeParts\n        targets {\n          edges {\n            node {\n              ...TargetParts\n            }\n          }\n        }\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}": typeof types.ClaimsChangesDocument,
    "mutation EndSession($input: EndSessionInput!) {\n  endSession(input: $input) {\n    ended\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.EndSessionDocument,
    "query MyHistory($first: Int! = 20, $after: String) {\n  mySession {\n    handle\n    provenance {\n      key\n      value\n      change {\n        ...ChangeParts\n      }\n    }\n    changes(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...ChangeParts\n          targets {\n            edges {\n              node {\n                ...TargetParts\n              }\n            }\n          }\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n  }\n}": typeof types.MyHistoryDocument,
    "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}": typeof types.MySessionDocument,
    "subscription MySessionChanged {\n  mySessionChanged {\n    kind\n    changes {\n      added\n      updated\n      removed\n    }\n    session {\n      ...SessionParts\n    }\n  }\n}": typeof types.MySessionChangedDocument,
    "fragment PageParts on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}": typeof types.PagePartsFragmentDoc,
    "mutation RevertClaimsChange($input: RevertClaimsChangeInput!) {\n  revertClaimsChange(input: $input) {\n    change {\n      ...ChangeParts\n    }\n    targets {\n      ...TargetParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.RevertClaimsChangeDocument,
    "fragment SessionParts on Session {\n  id\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}": typeof types.SessionPartsFragmentDoc,
    "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.UpdateMyClaimsDocument,
    "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.UpdateUserClaimsDocument,
    "query User($by: UserSelector!, $first: Int! = 50, $after: String) {\n  user(by: $by) {\n    id\n    emails\n    sessions(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...SessionParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    standingClaims {\n      additional\n    }\n  }\n}": typeof types.UserDocument,
    "query Users($first: Int! = 50, $after: String, $emailPrefix: String) {\n  users(first: $first, after: $after, emailPrefix: $emailPrefix) {\n    edges {\n      cursor\n      node {\n        id\n        emails\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}": typeof types.UsersDocument,
};
const documents: Documents = {
    "fragment ChangeParts on ClaimsChange {\n  id\n  at\n  by {\n    kind\n    id\n    name\n  }\n  reason\n  userId\n  mode\n  requestId\n}\n\nfragment TargetParts on ClaimsChangeTarget {\n  sessionHandle\n  standing\n  status\n  diffs {\n    key\n    kind\n    before\n    after\n  }\n}": types.ChangePartsFragmentDoc,
    "query ClaimsChange($id: ID!, $first: Int! = 20, $after: String) {\n  claimsChange(id: $id) {\n    ...ChangeParts\n    targets(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...TargetParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    causedBy {\n      ...ChangeParts\n    }\n    reverts {\n      ...ChangeParts\n    }\n    revertedBy {\n      ...ChangeParts\n    }\n  }\n}": types.ClaimsChangeDocument,
    "query ClaimsChanges($where: ClaimsChangesFilter, $first: Int! = 20, $after: String) {\n  claimsChanges(where: $where, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ChangeParts\n        targets {\n          edges {\n            node {\n              ...TargetParts\n            }\n          }\n        }\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}": types.ClaimsChangesDocument,
    "mutation EndSession($input: EndSessionInput!) {\n  endSession(input: $input) {\n    ended\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.EndSessionDocument,
    "query MyHistory($first: Int! = 20, $after: String) {\n  mySession {\n    handle\n    provenance {\n      key\n      value\n      change {\n        ...ChangeParts\n      }\n    }\n    changes(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...ChangeParts\n          targets {\n            edges {\n              node {\n                ...TargetParts\n              }\n            }\n          }\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n  }\n}": types.MyHistoryDocument,
    "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}": types.MySessionDocument,
    "subscription MySessionChanged {\n  mySessionChanged {\n    kind\n    changes {\n      added\n      updated\n      removed\n    }\n    session {\n      ...SessionParts\n    }\n  }\n}": types.MySessionChangedDocument,
    "fragment PageParts on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}": types.PagePartsFragmentDoc,
    "mutation RevertClaimsChange($input: RevertClaimsChangeInput!) {\n  revertClaimsChange(input: $input) {\n    change {\n      ...ChangeParts\n    }\n    targets {\n      ...TargetParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.RevertClaimsChangeDocument,
    "fragment SessionParts on Session {\n  id\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}": types.SessionPartsFragmentDoc,
    "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.UpdateMyClaimsDocument,
    "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.UpdateUserClaimsDocument,
    "query User($by: UserSelector!, $first: Int! = 50, $after: String) {\n  user(by: $by) {\n    id\n    emails\n    sessions(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...SessionParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    standingClaims {\n      additional\n    }\n  }\n}": types.UserDocument,
    "query Users($first: Int! = 50, $after: String, $emailPrefix: String) {\n  users(first: $first, after: $after, emailPrefix: $emailPrefix) {\n    edges {\n      cursor\n      node {\n        id\n        emails\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}": types.UsersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment ChangeParts on ClaimsChange {\n  id\n  at\n  by {\n    kind\n    id\n    name\n  }\n  reason\n  userId\n  mode\n  requestId\n}\n\nfragment TargetParts on ClaimsChangeTarget {\n  sessionHandle\n  standing\n  status\n  diffs {\n    key\n    kind\n    before\n    after\n  }\n}"): typeof import('./graphql.ts').ChangePartsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ClaimsChange($id: ID!, $first: Int! = 20, $after: String) {\n  claimsChange(id: $id) {\n    ...ChangeParts\n    targets(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...TargetParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    causedBy {\n      ...ChangeParts\n    }\n    reverts {\n      ...ChangeParts\n    }\n    revertedBy {\n      ...ChangeParts\n    }\n  }\n}"): typeof import('./graphql.ts').ClaimsChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ClaimsChanges($where: ClaimsChangesFilter, $first: Int! = 20, $after: String) {\n  claimsChanges(where: $where, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ChangeParts\n        targets {\n          edges {\n            node {\n              ...TargetParts\n            }\n          }\n        }\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}"): typeof import('./graphql.ts').ClaimsChangesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation EndSession($input: EndSessionInput!) {\n  endSession(input: $input) {\n    ended\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').EndSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyHistory($first: Int! = 20, $after: String) {\n  mySession {\n    handle\n    provenance {\n      key\n      value\n      change {\n        ...ChangeParts\n      }\n    }\n    changes(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...ChangeParts\n          targets {\n            edges {\n              node {\n                ...TargetParts\n              }\n            }\n          }\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').MyHistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}"): typeof import('./graphql.ts').MySessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription MySessionChanged {\n  mySessionChanged {\n    kind\n    changes {\n      added\n      updated\n      removed\n    }\n    session {\n      ...SessionParts\n    }\n  }\n}"): typeof import('./graphql.ts').MySessionChangedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment PageParts on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"): typeof import('./graphql.ts').PagePartsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RevertClaimsChange($input: RevertClaimsChangeInput!) {\n  revertClaimsChange(input: $input) {\n    change {\n      ...ChangeParts\n    }\n    targets {\n      ...TargetParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').RevertClaimsChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment SessionParts on Session {\n  id\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}"): typeof import('./graphql.ts').SessionPartsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateMyClaimsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    change {\n      ...ChangeParts\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateUserClaimsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query User($by: UserSelector!, $first: Int! = 50, $after: String) {\n  user(by: $by) {\n    id\n    emails\n    sessions(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          ...SessionParts\n        }\n      }\n      pageInfo {\n        ...PageParts\n      }\n    }\n    standingClaims {\n      additional\n    }\n  }\n}"): typeof import('./graphql.ts').UserDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Users($first: Int! = 50, $after: String, $emailPrefix: String) {\n  users(first: $first, after: $after, emailPrefix: $emailPrefix) {\n    edges {\n      cursor\n      node {\n        id\n        emails\n      }\n    }\n    pageInfo {\n      ...PageParts\n    }\n  }\n}"): typeof import('./graphql.ts').UsersDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
