import type { ClaimError } from './errors.ts';
import { diffClaims, isSameJson, mergeClaims } from './merge.ts';
import type { ClaimsChanges, ClaimsMergeMode, ClaimsPatch, ClaimsPayload, StoredSession, TokenSize } from './types.ts';
import { claimsVersion } from './version.ts';

/** What a caller wants to be done with the claims of a session. */
export interface ClaimsRequest {
  readonly patch: ClaimsPatch;
  readonly mode: ClaimsMergeMode;
  readonly mayWrite: (key: string) => boolean;
  /** Apply only if the stored claims still have this version. */
  readonly ifVersion: string | null;
}

/** What is to happen: the next payload with what changes, or the fault for which nothing does. */
export type Decision =
  | {
      readonly kind: 'applies';
      readonly next: ClaimsPayload;
      readonly changes: ClaimsChanges;
      readonly tokenSize: TokenSize;
    }
  | { readonly kind: 'refused'; readonly error: ClaimError; readonly tokenSize: TokenSize };

/** Decides about a request from what is stored: called under the lock, it judges what is really written. */
export function decide(
  stored: StoredSession,
  request: ClaimsRequest,
  sizeOf: (payload: ClaimsPayload) => TokenSize,
): Decision {
  const before = stored.payload;
  if (request.ifVersion !== null && request.ifVersion !== claimsVersion(before)) {
    return { kind: 'refused', error: versionConflict(), tokenSize: sizeOf(before) };
  }
  const next = mergeClaims(before, request.patch, request.mode, request.mayWrite);
  const tokenSize = sizeOf(next);
  // A token that is too large already may shrink, or nobody could ever mend it.
  const isRefused = tokenSize.bytes > tokenSize.limit && !isSameJson(next, before) && grows(tokenSize, sizeOf(before));
  if (isRefused) return { kind: 'refused', error: tooLarge(tokenSize), tokenSize };
  return { kind: 'applies', next, changes: diffClaims(before, next), tokenSize };
}

/** What is to be written; null where the stored claims stay as they are. */
export function toWrite(decision: Decision): ClaimsPayload | null {
  return decision.kind === 'applies' && !isUnchanged(decision.changes) ? decision.next : null;
}

/** Whether a decision changes nothing that is stored. */
export function isUnchanged(changes: ClaimsChanges): boolean {
  return changes.added.length + changes.updated.length + changes.removed.length === 0;
}

function grows(after: TokenSize, before: TokenSize): boolean {
  return after.bytes >= before.bytes;
}

function versionConflict(): ClaimError {
  return {
    code: 'VERSION_CONFLICT',
    message: 'The claims have changed since this version was read. Read them again, and decide anew.',
    path: ['ifVersion'],
  };
}

function tooLarge({ bytes, limit }: TokenSize): ClaimError {
  return {
    code: 'TOKEN_TOO_LARGE',
    message: `The token would take ${bytes} bytes of the ${limit} allowed. Remove claims, or make them smaller.`,
    path: ['claims'],
  };
}
