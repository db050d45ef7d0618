import type { ClaimError } from '../errors.ts';
import { isStorable } from '../policy/read-value.ts';

const LONGEST = 500;

/** What is wrong with the reason of a change; null where it is good, or there is none. */
export function reasonFault(reason: string | null): ClaimError | null {
  if (reason === null || (isStorable(reason) && reason.length <= LONGEST)) return null;
  const message =
    reason.length > LONGEST
      ? `This text has ${reason.length} characters; at most ${LONGEST} are allowed.`
      : 'This text is not well-formed Unicode, or has a NUL in it.';
  return { code: 'INVALID_REASON', message, path: ['reason'] };
}
