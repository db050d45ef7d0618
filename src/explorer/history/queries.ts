import { z } from 'zod';

import { pageInfoShape } from '../users/queries.ts';

const byShape = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() });
const diffShape = z.object({ key: z.string(), kind: z.string(), before: z.json(), after: z.json() });
const targetShape = z.object({
  sessionHandle: z.string().nullable(),
  standing: z.boolean(),
  status: z.string(),
  diffs: z.array(diffShape),
});
const changeShape = z.object({
  id: z.string(),
  at: z.string(),
  by: byShape,
  reason: z.string().nullable(),
  reverts: z.object({ id: z.string() }).nullable(),
  revertedBy: z.array(z.object({ id: z.string() })),
  targets: z.object({ edges: z.array(z.object({ node: targetShape })), pageInfo: pageInfoShape }),
});
const changesShape = z.object({ edges: z.array(z.object({ node: changeShape })), pageInfo: pageInfoShape });

/** Who changed claims. */
export type ChangeBy = z.infer<typeof byShape>;
/** What a change did to one key. */
export type Diff = z.infer<typeof diffShape>;
/** What a change did to one session, or to the claims of future ones. */
export type Target = z.infer<typeof targetShape>;
/** A change, as the history shows it. */
export type PastChange = z.infer<typeof changeShape>;
/** A page of changes. */
export type PastChanges = z.infer<typeof changesShape>;

const BY = 'by { kind id name }';
const TARGET = 'sessionHandle standing status diffs { key kind before after }';
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';
const CHANGES = `edges { node {
  id at ${BY} reason reverts { id } revertedBy { id }
  targets(first: 10) { edges { node { ${TARGET} } } ${PAGE_INFO} }
} } ${PAGE_INFO}`;

/** A page of the changes of the session that speaks. */
export const myChangesShape = z.object({ mySession: z.object({ changes: changesShape.nullable() }).nullable() });
export const MY_CHANGES = `query ($first: Int!, $after: String) {
  mySession { changes(first: $first, after: $after) { ${CHANGES} } }
}`;

/** A page of the changes of a user. */
export const userChangesShape = z.object({ user: z.object({ changes: changesShape.nullable() }).nullable() });
export const USER_CHANGES = `query ($id: ID!, $first: Int!, $after: String) {
  user(by: { id: $id }) { changes(first: $first, after: $after) { ${CHANGES} } }
}`;

/** Where each claim of the session that speaks comes from. */
export const provenanceShape = z.object({
  mySession: z
    .object({
      provenance: z
        .array(
          z.object({
            key: z.string(),
            change: changeShape.pick({ at: true, by: true, reason: true }).nullable(),
          }),
        )
        .nullable(),
    })
    .nullable(),
});
export const PROVENANCE = `{ mySession { provenance { key change { at ${BY} reason } } } }`;

/** What undoing a change does, or would do. */
export const revertShape = z.object({
  revertClaimsChange: z
    .object({ targets: z.array(targetShape), userErrors: z.array(z.object({ message: z.string() })) })
    .nullable(),
});
export const REVERT = `mutation ($input: RevertClaimsChangeInput!) {
  revertClaimsChange(input: $input) { targets { ${TARGET} } userErrors { message } }
}`;
