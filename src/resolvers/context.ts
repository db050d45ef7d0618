import type { HistoryService } from '../claims/history/service.ts';
import type { LiveService } from '../claims/live/service.ts';
import type { Requester } from '../claims/ports.ts';
import type { ClaimsService } from '../claims/service/service.ts';

/** What resolvers know of a request: its session, its caller, the claims, their history, and what happens to them. */
export interface RequestContext extends Requester {
  readonly claims: ClaimsService;
  readonly history: HistoryService;
  readonly live: LiveService;
}
