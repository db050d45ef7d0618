import type { HistoryService } from '../claims/history/service.ts';
import type { Requester } from '../claims/ports.ts';
import type { ClaimsService } from '../claims/service/service.ts';

/** What resolvers know of a request: its session, its caller, the claims, and their history. */
export interface RequestContext extends Requester {
  readonly claims: ClaimsService;
  readonly history: HistoryService;
}
