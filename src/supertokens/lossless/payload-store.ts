import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';

/** What SuperTokens answers to a write with an access token. */
export type TokenAnswer = Awaited<ReturnType<RecipeInterface['regenerateAccessToken']>>;

/** Where the payload of one session is stored. */
export interface PayloadStore<Written> {
  /** The access token that it writes with; null where it writes by handle. */
  readonly accessToken: string | null;
  /** What is stored now, asked of the core itself; null where the session has ended. */
  read(): Promise<StoredSession | null>;
  /** Replaces the payload that was read; null where the session has ended. Sent once: a second attempt might land late. */
  write(next: ClaimsPayload, stored: StoredSession): Promise<Written | null>;
  /** What the core has answered to a write with the access token. */
  readonly answer: TokenAnswer | undefined;
  /** What its caller needs of a write that another store has done for several; null where the session has ended. */
  follow(write: SharedWrite): Promise<Written | null>;
}

/** A write that was done for several at once. */
export interface SharedWrite {
  /** What is stored now. */
  readonly stored: StoredSession;
  /** The access token that it was done with, and what the core answered; none where it was done by handle. */
  readonly accessToken: string | null;
  readonly answer: TokenAnswer | undefined;
}

/** What became of a change. */
export type ChangeOutcome<Result, Written> =
  | { readonly kind: 'ended' }
  | { readonly kind: 'unchanged'; readonly stored: StoredSession; readonly result: Result }
  | { readonly kind: 'written'; readonly result: Result; readonly written: Written };
