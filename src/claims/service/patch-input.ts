import type { ClaimsRequest } from '../decide.ts';
import type { ClaimError } from '../errors.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { ClaimsMergeMode, ClaimsWriter } from '../types.ts';

/** A patch as GraphQL gives it, with what both mutations have in common. */
export interface PatchInput {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly mode: ClaimsMergeMode;
  readonly dryRun: boolean;
}

/** What an input asks for, or everything in its patch that its writer can repair. */
export function readPatchInput(
  writer: ClaimsWriter,
  { claims, mode, ifVersion, budgetBytes }: PatchInput & Pick<ClaimsRequest, 'ifVersion' | 'budgetBytes'>,
  policy: ClaimsPolicy,
): ClaimsRequest | { readonly userErrors: readonly ClaimError[] } {
  const read = policy.readPatch(writer, claims, mode);
  if ('faults' in read) return { userErrors: read.faults };
  return { patch: read.patch, mode, ifVersion, budgetBytes, mayWrite: (key) => policy.mayWrite(writer, key) };
}
