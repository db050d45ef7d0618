import { ClaimsetError } from '../errors.ts';

/** How the update of one session, or of the standing claims, ended; see the enum of the same name in the schema. */
export type UpdateStatus = 'UPDATED' | 'UNCHANGED' | 'ENDED' | 'REJECTED' | 'FAILED' | 'UNKNOWN';

/** The status for an update that has thrown, with a message that a caller may see. */
export function failureOf(error: unknown): { readonly status: UpdateStatus; readonly message: string } {
  if (!(error instanceof ClaimsetError)) {
    return { status: 'FAILED', message: 'An internal error: it is in the log of the server.' };
  }
  if (error.code === 'UNAUTHENTICATED') return { status: 'ENDED', message: error.message };
  return { status: error.outcome === 'UNKNOWN' ? 'UNKNOWN' : 'FAILED', message: error.message };
}
