import type { SessionInformation } from 'supertokens-node/recipe/session';

import type { Change } from '../../claims/history/types.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import type { TokenAnswer } from './payload-store.ts';
import type { UserContext } from './update-context.ts';

/** A write that was computed under the lock, and is on its way through the SDK. */
export interface PassingWrite {
  /** What the SDK would read once more; null where it does not read. */
  readonly found: SessionInformation | null;
  readonly next: ClaimsPayload;
  /** What the core has answered to it; where it is there already, nothing is sent. */
  answer?: TokenAnswer;
}

/** By the very context that the SDK is called with: nobody else can have it, nor use it for something else. */
const passing = new WeakMap<UserContext, PassingWrite>();

/** With this context, the overrides of `losslessClaims` let this write pass as it is. */
export function letPass(userContext: UserContext, write: PassingWrite): void {
  passing.set(userContext, write);
}

/** The write that this context was made for. */
export function passingWriteIn(userContext: UserContext): PassingWrite | undefined {
  return passing.get(userContext);
}

const ending = new WeakMap<UserContext, Change>();

/** With this context, a session is ended by somebody who is known. */
export function endAs(userContext: UserContext, change: Change): void {
  ending.set(userContext, change);
}

/** As which change this context ends sessions; undefined where the application does. */
export function endingIn(userContext: UserContext): Change | undefined {
  return ending.get(userContext);
}
