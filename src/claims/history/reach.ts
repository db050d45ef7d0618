import { findUser } from '../access/find-user.ts';
import type { SessionStore, UserDirectory } from '../ports.ts';
import type { LedgerHistory } from './history.ts';
import type { Change, Stream } from './types.ts';

/** Which changes somebody may see: of their own claims, or, within the tenants that they reach, everybody's. */
export type HistoryView =
  | { readonly kind: 'own'; readonly userId: string }
  | { readonly kind: 'all'; readonly tenantIds: readonly string[] | null };

/** What telling who may see a change needs of the world. */
export interface ReachDeps {
  readonly history: LedgerHistory;
  readonly users: UserDirectory;
  readonly sessions: SessionStore;
}

const PUBLIC_TENANT = 'public';
/** Of a change with more targets than this, the first decide who may see it. */
const TARGETS_LOOKED_AT = 500;

/** Whether the view reaches all that there is: then nothing needs to be looked at one by one. */
async function reachesAll(view: HistoryView, deps: ReachDeps): Promise<boolean> {
  if (view.kind === 'own') return false;
  const { tenantIds } = view;
  return tenantIds === null || (await deps.users.tenantIds()).every((id) => tenantIds.includes(id));
}

/** Whether a change may be seen. An administrator of a tenant sees one that did something there. */
export async function seesChange(view: HistoryView, change: Change, deps: ReachDeps): Promise<boolean> {
  if (view.kind === 'own') return change.userId === view.userId;
  if (await reachesAll(view, deps)) return true;
  const { items } = await deps.history.targets(change.id, { first: TARGETS_LOOKED_AT });
  for (const { entry } of items) if (await seesStream(view, entry.stream, deps)) return true;
  return false;
}

/** Whether what a change did to this stream may be seen, where the change may be. */
export async function seesStream(view: HistoryView, stream: Stream, deps: ReachDeps): Promise<boolean> {
  const handle = handleOf(stream);
  // Claims for future sessions are for administrators to read.
  if (view.kind === 'own') return handle !== null;
  const { tenantIds } = view;
  if (tenantIds === null || (await reachesAll(view, deps))) return true;
  if (handle !== null) return tenantIds.includes(tenantOf(handle));
  const found = await findUser({ id: stream.slice('standing:'.length) }, tenantIds, deps);
  return found.kind === 'found';
}

/** The handle of the session whose claims the stream is; null for the claims for future sessions. */
export function handleOf(stream: Stream): string | null {
  return stream.startsWith('session:') ? stream.slice('session:'.length) : null;
}

/** What follows the last `_` of a handle; without one it is the tenant `public` (docs/core-contract.md, 'Requests'). */
function tenantOf(handle: string): string {
  const at = handle.lastIndexOf('_');
  return at === -1 ? PUBLIC_TENANT : handle.slice(at + 1);
}
