import { readBudget } from '../access/read-budget.ts';
import type { Requester } from '../ports.ts';
import type { Page, PageInput } from '../service/page.ts';
import type { StoredSession, UserView } from '../types.ts';
import {
  changeById,
  changeNamedBy,
  changes,
  changesOfSession,
  changesOfUser,
  type ChangesWhere,
  revertedBy,
  targetsOf,
} from './changes.ts';
import { type Provenance, provenance } from './provenance.ts';
import { revert, type RevertDeps, type RevertInput, type RevertResult } from './revert.ts';
import type { ShownChange, ShownTarget } from './show.ts';

/** The one place through which the past is read and undone. Made for each request. */
export interface HistoryService {
  /** @throws ClaimsetError as the table of errors in docs/api.md says; so do all others. */
  change(requester: Requester, id: string): Promise<ShownChange | null>;
  changes(requester: Requester, where: ChangesWhere, input: PageInput): Promise<Page<ShownChange>>;
  changesOfSession(requester: Requester, session: StoredSession, input: PageInput): Promise<Page<ShownChange>>;
  changesOfUser(requester: Requester, user: UserView, input: PageInput): Promise<Page<ShownChange>>;
  provenance(requester: Requester, session: StoredSession): Promise<readonly Provenance[]>;
  targetsOf(requester: Requester, change: ShownChange, input: PageInput): Promise<Page<ShownTarget>>;
  revertsOf(requester: Requester, change: ShownChange): Promise<ShownChange | null>;
  causeOf(requester: Requester, change: ShownChange): Promise<ShownChange | null>;
  revertedBy(requester: Requester, change: ShownChange): Promise<readonly ShownChange[]>;
  revert(requester: Requester, input: RevertInput): Promise<RevertResult>;
}

/** The history of one request. */
export function historyService(deps: RevertDeps): HistoryService {
  // Not for an undo: it reads all that it undoes, however much that is.
  const budget = readBudget();
  const page = <Node>(read: () => Promise<Page<Node>>): Promise<Page<Node>> => budget.read(read, ({ edges }) => edges);
  return {
    change: (requester, id) => budget.read(() => changeById(requester, id, deps)),
    changes: (requester, where, input) => page(() => changes(requester, where, input, deps)),
    changesOfSession: (requester, session, input) => page(() => changesOfSession(requester, session, input, deps)),
    changesOfUser: (requester, user, input) => page(() => changesOfUser(requester, user, input, deps)),
    provenance: (requester, session) => provenance(requester, session, deps),
    targetsOf: (requester, change, input) => page(() => targetsOf(requester, change, input, deps)),
    revertsOf: (requester, change) => budget.read(() => changeNamedBy(requester, change, change.undoes, deps)),
    causeOf: (requester, change) => budget.read(() => changeNamedBy(requester, change, change.cause, deps)),
    revertedBy: (requester, change) =>
      budget.read(
        () => revertedBy(requester, change, deps),
        (all) => all,
      ),
    revert: (requester, input) => revert(requester, input, deps),
  };
}
