import type { ClaimsRequest } from '../decide.ts';
import type { ClaimError } from '../errors.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { ClaimsMergeMode, ClaimsWriter } from '../types.ts';
import { reasonFault } from './reason.ts';

/** A patch as GraphQL gives it, with what both mutations have in common. */
export interface PatchInput {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly mode: ClaimsMergeMode;
  readonly dryRun: boolean;
  /** Why, for the history. */
  readonly reason: string | null;
  /** With the same key the same input is done once; without one, as often as it comes. */
  readonly idempotencyKey?: string | null;
}

/** What an input asks for, or everything in its patch that its writer can repair. */
export function readPatchInput(
  writer: ClaimsWriter,
  input: Omit<PatchInput, 'dryRun' | 'idempotencyKey'> & Pick<ClaimsRequest, 'ifVersion' | 'budgetBytes'>,
  policy: ClaimsPolicy,
): ClaimsRequest | { readonly userErrors: readonly ClaimError[] } {
  const { claims, mode, ifVersion, budgetBytes, reason } = input;
  const read = policy.readPatch(writer, claims, mode);
  const fault = reasonFault(reason);
  if ('faults' in read) return { userErrors: fault === null ? read.faults : [...read.faults, fault] };
  if (fault !== null) return { userErrors: [fault] };
  return { patch: read.patch, mode, ifVersion, budgetBytes, mayWrite: (key) => policy.mayWrite(writer, key) };
}
