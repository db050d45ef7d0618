import { z } from 'zod';

/** Where a page lies. */
export const pageInfoShape = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';
const claimsShape = z.record(z.string(), z.json());

const userShape = z.object({ id: z.string(), emails: z.array(z.string()).nullable() });
const usersShape = z.object({ edges: z.array(z.object({ node: userShape })), pageInfo: pageInfoShape });

/** A user in the list. */
export type ListedUser = z.infer<typeof userShape>;

/** A page of the list; with `id`, the user whose id the text is. */
export const listShape = z.object({ user: userShape.nullish(), users: usersShape.nullable() });

/** Finds by the beginning of an email address. */
export const LIST = `query ($first: Int!, $after: String, $prefix: String) {
  users(first: $first, after: $after, emailPrefix: $prefix) { edges { node { id emails } } ${PAGE_INFO} }
}`;

/** Finds by id as well. */
export const FIND = LIST.replace('query (', 'query ($id: ID!, ').replace(
  '{\n',
  '{\n  user(by: { id: $id }) { id emails }\n',
);

const sessionShape = z.object({
  handle: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  claims: claimsShape.nullable(),
});
const sessionsShape = z.object({ edges: z.array(z.object({ node: sessionShape })), pageInfo: pageInfoShape });

/** A session of a user. */
export type UserSession = z.infer<typeof sessionShape>;

/** A user; what the reader may not see is null. */
export const userAnswerShape = z.object({
  user: userShape.extend({ standingClaims: claimsShape.nullish() }).nullable(),
});

/** The query of a user with this selection of claims. */
export function userQuery(claims: string): string {
  return `query ($id: ID!) { user(by: { id: $id }) { id emails standingClaims ${claims} } }`;
}

/** A page of a user's sessions. */
export const sessionsAnswerShape = z.object({ user: z.object({ sessions: sessionsShape.nullish() }).nullable() });

/** The query of a page of a user's sessions, with this selection of claims. */
export function sessionsQuery(claims: string): string {
  return `query ($id: ID!, $first: Int!, $after: String) {
  user(by: { id: $id }) {
    sessions(first: $first, after: $after) { edges { node { handle createdAt expiresAt claims ${claims} } } ${PAGE_INFO} }
  }
}`;
}

/** What came of ending a session. */
export const endSessionShape = z.object({
  endSession: z.object({ ended: z.boolean(), userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});

/** Ends a session. */
export const END_SESSION = `mutation ($input: EndSessionInput!) {
  endSession(input: $input) { ended userErrors { message } }
}`;
