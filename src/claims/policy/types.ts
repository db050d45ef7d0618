import type { GraphQLOutputType } from 'graphql';

import type { ClaimError } from '../errors.ts';
import type { ClaimsMergeMode, ClaimsPatch, ClaimsWriter } from '../types.ts';

/** A claim that the owner's schema declares: a field of `Claims` and what `@claim` says about it. */
export interface DeclaredClaim {
  /** The name of the field in GraphQL. */
  readonly field: string;
  /** The key in the access token payload. */
  readonly key: string;
  readonly type: GraphQLOutputType;
  /** How many UTF-16 code units a string may have; in a list, each string. Null: unbounded. */
  readonly maxLength: number | null;
  /** The session variable that Hasura gets from it, such as `X-Hasura-Role`; null: none. */
  readonly hasura: string | null;
  /** Whether the history keeps its values; without them, it knows only that they were changed. */
  readonly keepsValues: boolean;
}

/** A patch by keys of the payload, or everything that is wrong with what was sent. */
export type PatchResult = { readonly patch: ClaimsPatch } | { readonly faults: readonly ClaimError[] };

/** Which claims there are, and who may write which: what the owner's schema says. */
export interface ClaimsPolicy {
  /** The declared claims, in the order of the schema; `additional` is none of them. */
  readonly claims: readonly DeclaredClaim[];
  /** Whether a key of the payload belongs to a declared claim. */
  isDeclared(key: string): boolean;
  /** Whether the history keeps the values of the claim with this key of the payload; of those that are not declared it does. */
  keepsValues(key: string): boolean;
  /** Whether this writer may write the claim with this key of the payload, by its own field or through `additional`. */
  mayWrite(writer: ClaimsWriter, key: string): boolean;
  /**
   * Turns the fields of a patch type, as GraphQL coerced them, into a patch by keys of the payload.
   * `mode` counts because an empty patch is a fault unless it replaces.
   * @throws TypeError on a field that the patch type does not have: a mistake of the program, not of the caller.
   */
  readPatch(writer: ClaimsWriter, input: Readonly<Record<string, unknown>>, mode: ClaimsMergeMode): PatchResult;
}
