import type { ClaimError } from './errors.ts';
import { diffClaims, mergeClaims } from './merge.ts';
import { largestClaims, writableBytes } from './size/claim-bytes.ts';
import { payloadBytes } from './size/token-size.ts';
import type { ClaimsChanges, ClaimsMergeMode, ClaimsPatch, ClaimsPayload, StoredSession, TokenSize } from './types.ts';
import { claimsVersion } from './version.ts';

/** What a caller wants to be done with the claims of a session. */
export interface ClaimsRequest {
  readonly patch: ClaimsPatch;
  readonly mode: ClaimsMergeMode;
  readonly mayWrite: (key: string) => boolean;
  /** Apply only if the stored claims still have this version. */
  readonly ifVersion: string | null;
  /** The bytes that all claims together may take that the caller may write; null for administrators. */
  readonly budgetBytes: number | null;
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
  const error = refusal(request, before, next, { size: tokenSize, sizeOf });
  if (error !== null) return { kind: 'refused', error, tokenSize };
  return { kind: 'applies', next, changes: diffClaims(before, next), tokenSize };
}

/** What is to be written, and which claims were named; nothing where the request is refused. */
export function toWrite(
  decision: Decision,
  { patch, mode }: ClaimsRequest,
): { readonly next: ClaimsPayload | null; readonly named: readonly string[] } {
  if (decision.kind === 'refused') return { next: null, named: [] };
  const { removed } = decision.changes;
  return { next: decision.next, named: [...new Set([...Object.keys(patch), ...(mode === 'REPLACE' ? removed : [])])] };
}

/** Whether a decision changes nothing that is stored. */
export function isUnchanged(changes: ClaimsChanges): boolean {
  return changes.added.length + changes.updated.length + changes.removed.length === 0;
}

/**
 * What is too large already may shrink or stay as large, or nobody could ever mend it; and an administrator's change
 * that takes no room is not refused because others have filled the token.
 */
function refusal(
  { mayWrite, budgetBytes }: ClaimsRequest,
  before: ClaimsPayload,
  next: ClaimsPayload,
  { size, sizeOf }: { readonly size: TokenSize; readonly sizeOf: (payload: ClaimsPayload) => TokenSize },
): ClaimError | null {
  if (size.bytes > size.limit && size.bytes > sizeOf(before).bytes) return tooLarge(size, next);
  if (budgetBytes === null || payloadBytes(next) <= budgetBytes) return null;
  const own = writableBytes(next, mayWrite);
  return own > budgetBytes && own > writableBytes(before, mayWrite) ? overBudget(own, budgetBytes) : null;
}

function versionConflict(): ClaimError {
  return {
    code: 'VERSION_CONFLICT',
    message: 'The claims have changed since this version was read. Read them again, and decide anew.',
    path: ['ifVersion'],
  };
}

/** The fault of a change after which a token would be too large with these claims. */
export function tooLarge({ bytes, limit }: TokenSize, claims: ClaimsPayload): ClaimError {
  const advice = `Remove claims, or make them smaller. ${largestClaims(claims)}`;
  return {
    code: 'TOKEN_TOO_LARGE',
    message: `The token would take ${bytes} bytes of the ${limit} allowed. ${advice}`,
    path: ['claims'],
  };
}

function overBudget(bytes: number, budget: number): ClaimError {
  return {
    code: 'TOKEN_TOO_LARGE',
    message:
      `The claims that you may write would take ${bytes} bytes of the ${budget} that they may take together. ` +
      'Remove some, or make them smaller.',
    path: ['claims'],
  };
}
