import SuperTokens from 'supertokens-node';

import { ClaimsetError, coreUnavailable, type WriteOutcome } from '../../claims/errors.ts';

/**
 * What to throw where a call to the core has failed. The SDK makes a plain `Error` of every answer that is not 200, and
 * of none at all (docs/core-contract.md, 'Requests'); only the status code tells them apart.
 */
export function coreFailure(error: unknown, outcome: WriteOutcome): unknown {
  if (error instanceof ClaimsetError || SuperTokens.Error.isErrorFromSuperTokens(error)) return error;
  const status = statusIn(error);
  if (error instanceof NotSent || isTooLate(status, error)) return coreUnavailable('NOT_APPLIED', error);
  if (status === TOO_MANY_REQUESTS) return coreUnavailable('NOT_APPLIED', error);
  // The core has understood the request and refused it: a fault of ours or of the configuration, and nothing written.
  if (status !== undefined && REFUSALS.has(status)) return error;
  return coreUnavailable(outcome, error);
}

/** No core could be reached: nothing was sent. */
export class NotSent extends Error {
  constructor() {
    super('SuperTokens core did not answer a write: no core could be reached, and nothing was sent.');
  }
}

/** The embedded core has refused a write whose deadline had passed. Something between may have a 412 of its own. */
function isTooLate(status: number | undefined, error: unknown): boolean {
  return status === PRECONDITION_FAILED && error instanceof Error && error.message.includes('nothing was written');
}

/**
 * Whether an error that the SDK has thrown is about the core, or the way to it. The SDK throws plain errors for much
 * else, as a request or a configuration that it does not like.
 */
export function isOfCore(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isOfConnection = 'code' in error && typeof error.code === 'string' && error.code.startsWith('UND_ERR_');
  return isOfConnection || OF_CORE.test(error.message);
}

/** What the SDK says where it asks the core, and what `fetch` says. */
const OF_CORE = /^SuperTokens core (threw an error|did not answer)|^No SuperTokens core available|fetch failed/;
const TOO_MANY_REQUESTS = 429;
const PRECONDITION_FAILED = 412;
/** All that the core refuses with; a 302 or a 408 is of something between. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 405]);

/** The status that the core answered with, in an error of the SDK. */
export function statusIn(error: unknown): number | undefined {
  const found = error instanceof Error ? /with status code: (\d{3}) /.exec(error.message)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}
