import type { MySessionChange } from '../../claims/live/my-session-changes.ts';
import type { RequestContext } from '../context.ts';

/** Each change is the value of the field, as it comes. */
export const mySessionChanged = {
  subscribe: (
    _root: unknown,
    _args: unknown,
    context: RequestContext,
  ): Promise<AsyncIterableIterator<MySessionChange>> => context.live.mySessionChanges(context),
  resolve: (change: MySessionChange): MySessionChange => change,
};
