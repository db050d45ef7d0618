import type { Requester } from '../ports.ts';
import { type MySessionChange, mySessionChanges, type MySessionChangesDeps } from './my-session-changes.ts';

/** What can be listened to: a use case each. Made for each request. */
export interface LiveService {
  /** @throws ClaimsetError as the table of errors in docs/api.md says */
  mySessionChanges(requester: Requester): Promise<AsyncIterableIterator<MySessionChange>>;
}

export function liveService(deps: MySessionChangesDeps): LiveService {
  return { mySessionChanges: (requester) => mySessionChanges(requester, deps) };
}
