import { z } from 'zod';

import { ask } from './ask.ts';

/** What the ledger says that a change did to one session, or to the claims for the sessions to come. */
export interface Recorded {
  readonly changeId: string;
  readonly at: string;
  readonly by: string;
  /** Null: the claims for the sessions to come. */
  readonly handle: string | null;
  readonly status: 'INTENDED' | 'APPLIED' | 'NOT_APPLIED';
  readonly diffs: readonly { readonly key: string; readonly after?: unknown }[];
}

const CHANGES = `query ($after: String, $where: ClaimsChangesFilter) {
  claimsChanges(first: 100, after: $after, where: $where) {
    pageInfo { hasNextPage endCursor }
    edges { node { id at by { kind } targets(first: 20) { edges { node { sessionHandle status diffs { key after } } } } } }
  }
}`;
const target = z.object({
  sessionHandle: z.string().nullable(),
  status: z.enum(['INTENDED', 'APPLIED', 'NOT_APPLIED']),
  diffs: z.array(z.object({ key: z.string(), after: z.unknown() })),
});
const page = z.object({
  claimsChanges: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    edges: z.array(
      z.object({
        node: z.object({
          id: z.string(),
          at: z.string(),
          by: z.object({ kind: z.string() }),
          targets: z.object({ edges: z.array(z.object({ node: target })) }),
        }),
      }),
    ),
  }),
});

/** All that a server's ledger has of these changes, the oldest first. */
export async function readLedger(url: string, apiKey: string, where: object = {}): Promise<readonly Recorded[]> {
  const found: Recorded[] = [];
  let after: string | null = null;
  for (;;) {
    const asked = await ask(url, CHANGES, { after, where }, { 'x-api-key': apiKey });
    if (asked.kind !== 'answered' || asked.error !== null) throw new Error(`no history: ${JSON.stringify(asked)}`);
    const { edges, pageInfo } = page.parse(asked.data).claimsChanges;
    for (const { node } of edges) {
      const { id: changeId, at, by } = node;
      for (const { node: one } of node.targets.edges.toReversed()) {
        const { sessionHandle: handle, status, diffs } = one;
        found.push({ changeId, at, by: by.kind, handle, status, diffs });
      }
    }
    if (!pageInfo.hasNextPage) return found.reverse();
    after = pageInfo.endCursor;
  }
}
