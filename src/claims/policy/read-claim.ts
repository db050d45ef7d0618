import { getNullableType } from 'graphql';

import { ClaimsetError } from '../errors.ts';
import { isReservedKey } from '../reserved.ts';
import type { ClaimsPayload, JsonObject, JsonValue } from '../types.ts';
import { findMisfit } from './misfit.ts';
import type { ClaimsPolicy, DeclaredClaim } from './types.ts';

/**
 * The value of a declared claim as it is stored; null where it is absent or stored as null.
 * @throws ClaimsetError CLAIM_TYPE_MISMATCH where the stored value, at whatever depth, does not fit the declared type.
 */
export function readClaim(claim: DeclaredClaim, payload: ClaimsPayload): JsonValue {
  const value = Object.hasOwn(payload, claim.key) ? payload[claim.key] : undefined;
  if (value === undefined || value === null) return null;
  const misfit = findMisfit(getNullableType(claim.type), value);
  if (misfit === null) return value;
  const place = misfit.path.length === 0 ? '' : ` at ${misfit.path.join('.')}`;
  throw new ClaimsetError(
    'CLAIM_TYPE_MISMATCH',
    `The claim "${claim.key}" does not fit its declared type ${claim.type.toString()}: ` +
      `found ${misfit.found} instead of ${misfit.expected}${place}.`,
  );
}

/** The stored claims that the schema does not declare, reserved ones left out. */
export function readAdditional(policy: Pick<ClaimsPolicy, 'isDeclared'>, payload: ClaimsPayload): JsonObject {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !isReservedKey(key) && !policy.isDeclared(key)));
}

/** Resolvers of the type `Claims`, one for each of its fields, over the stored payload. */
export function claimsFieldResolvers(policy: ClaimsPolicy): Record<string, (payload: ClaimsPayload) => unknown> {
  return Object.fromEntries([
    ...policy.claims.map((claim) => [claim.field, (payload: ClaimsPayload) => readClaim(claim, payload)] as const),
    ['additional', (payload: ClaimsPayload) => readAdditional(policy, payload)] as const,
  ]);
}
