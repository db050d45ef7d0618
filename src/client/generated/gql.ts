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
    "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}": typeof types.MySessionDocument,
    "fragment SessionParts on Session {\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}": typeof types.SessionPartsFragmentDoc,
    "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.UpdateMyClaimsDocument,
    "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n      emails\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      message\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.UpdateUserClaimsDocument,
    "query User($by: UserSelector!) {\n  user(by: $by) {\n    id\n    emails\n    sessions {\n      ...SessionParts\n    }\n    standingClaims {\n      additional\n    }\n  }\n}": typeof types.UserDocument,
};
const documents: Documents = {
    "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}": types.MySessionDocument,
    "fragment SessionParts on Session {\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}": types.SessionPartsFragmentDoc,
    "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.UpdateMyClaimsDocument,
    "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n      emails\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      message\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.UpdateUserClaimsDocument,
    "query User($by: UserSelector!) {\n  user(by: $by) {\n    id\n    emails\n    sessions {\n      ...SessionParts\n    }\n    standingClaims {\n      additional\n    }\n  }\n}": types.UserDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MySession {\n  mySession {\n    ...SessionParts\n  }\n}"): typeof import('./graphql.ts').MySessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment SessionParts on Session {\n  handle\n  userId\n  tenantId\n  claims {\n    additional\n  }\n  claimsVersion\n  createdAt\n  expiresAt\n}"): typeof import('./graphql.ts').SessionPartsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateMyClaims($input: UpdateMyClaimsInput!) {\n  updateMyClaims(input: $input) {\n    session {\n      ...SessionParts\n    }\n    changes {\n      added\n      updated\n      removed\n    }\n    tokenSize {\n      bytes\n      limit\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateMyClaimsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateUserClaims($input: UpdateUserClaimsInput!) {\n  updateUserClaims(input: $input) {\n    user {\n      id\n      emails\n    }\n    sessions {\n      handle\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      tokenSize {\n        bytes\n        limit\n      }\n      message\n    }\n    standing {\n      status\n      changes {\n        added\n        updated\n        removed\n      }\n      message\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').UpdateUserClaimsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query User($by: UserSelector!) {\n  user(by: $by) {\n    id\n    emails\n    sessions {\n      ...SessionParts\n    }\n    standingClaims {\n      additional\n    }\n  }\n}"): typeof import('./graphql.ts').UserDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
