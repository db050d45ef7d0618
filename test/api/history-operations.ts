import { z } from 'zod';

const CHANGE =
  'id by { kind id name } reason targets { edges { node { sessionHandle status diffs { key kind before after } } } }';
export const CHANGES = `query ($where: ClaimsChangesFilter, $first: Int! = 20, $after: String) {
  claimsChanges(where: $where, first: $first, after: $after) {
    edges { node { ${CHANGE} } } pageInfo { hasNextPage endCursor }
  }
}`;
export const REVERT = `mutation ($input: RevertClaimsChangeInput!) {
  revertClaimsChange(input: $input) {
    change { id reverts { id } } targets { sessionHandle status diffs { key before after } } userErrors { code path }
  }
}`;
export const UPDATE_USER = `mutation ($id: ID!, $additional: JSONObject!, $reason: String) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: LIVE_SESSIONS, reason: $reason }) {
    change { id reason } userErrors { code }
  }
}`;
export const UPDATE_MINE = `mutation ($additional: JSONObject!, $reason: String) {
  updateMyClaims(input: { claims: { additional: $additional }, reason: $reason }) {
    change { id by { kind id } } userErrors { code path }
  }
}`;

const shown = z.object({
  id: z.string(),
  by: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  reason: z.string().nullable(),
  targets: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          sessionHandle: z.string().nullable(),
          status: z.string(),
          diffs: z.array(z.object({ key: z.string(), kind: z.string(), before: z.unknown(), after: z.unknown() })),
        }),
      }),
    ),
  }),
});
/** A change as the operations here ask for it. */
export type Shown = z.output<typeof shown>;
/** The answer to `CHANGES`. */
export const changesAnswer = z.object({ claimsChanges: z.object({ edges: z.array(z.object({ node: shown })) }) });
