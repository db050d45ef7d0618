import { HttpError } from '../http/errors.ts';
import type { Store } from './port.ts';

/** Nothing of the request is in the store, and nothing of it will be. */
const TOO_LATE = 'The write deadline has passed: nothing was written';
const PRECONDITION_FAILED = 412;

/** A store whose writes are refused from a moment on (docs/core-contract.md, 'Write deadlines'); reads go on. */
export function writesBefore(store: Store, deadlineMillis: number): Store {
  return {
    ...store,
    call: (name, input) => store.call(name, input, deadlineMillis),
  };
}

export function tooLate(): HttpError {
  return new HttpError(PRECONDITION_FAILED, TOO_LATE);
}
