import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';

/** Where the payload of one session is stored. */
export interface PayloadStore<Written> {
  /** What is stored now, asked of the core itself; null where the session has ended. */
  read(): Promise<StoredSession | null>;
  /** Replaces the payload that was read; null where the session has ended. Sent once: a second attempt might land late. */
  write(next: ClaimsPayload, stored: StoredSession): Promise<Written | null>;
}

/** What became of a change. */
export type ChangeOutcome<Result, Written> =
  | { readonly kind: 'ended' }
  | { readonly kind: 'unchanged'; readonly stored: StoredSession; readonly result: Result }
  | { readonly kind: 'written'; readonly result: Result; readonly written: Written };
