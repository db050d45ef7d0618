import type { Requester } from '../claims/ports.ts';
import type { ClaimsService } from '../claims/service/service.ts';

/** What resolvers know of a request: its session, its caller, and the claims service. */
export interface RequestContext extends Requester {
  readonly claims: ClaimsService;
}
