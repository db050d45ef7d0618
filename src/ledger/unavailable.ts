import { ClaimsetError, type WriteOutcome } from '../claims/errors.ts';

/** The ledger's database does not answer: without it nothing is written. */
export function ledgerUnavailable(outcome: WriteOutcome, cause: unknown): ClaimsetError {
  if (cause instanceof ClaimsetError) return cause;
  const consequence =
    outcome === 'NOT_APPLIED'
      ? 'Nothing was written; try again.'
      : 'Whether the change will be written is not known; ask for it later.';
  return new ClaimsetError('LEDGER_UNAVAILABLE', `The ledger does not answer. ${consequence}`, { cause, outcome });
}
