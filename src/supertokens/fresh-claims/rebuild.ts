import type { RecipeUserId } from 'supertokens-node';
import type { RecipeInterface } from 'supertokens-node/recipe/session';
import type { SessionClaim } from 'supertokens-node/recipe/session/claims.js';

import { isJsonObject, isSameJson } from '../../claims/merge.ts';
import type { ClaimsPayload, JsonValue } from '../../claims/types.ts';
import { freshContext } from '../lossless/update-context.ts';
import { toPayload } from '../sdk/payload.ts';

/** A claim of any type, as SuperTokens has them. */
export type AnyClaim = Pick<SessionClaim<unknown>, 'key' | 'build'>;

/** The context of a call as the SDK's own functions take it. */
export type SdkContext = Parameters<RecipeInterface['refreshSession']>[0]['userContext'];

/** For what no request asks for. */
export function contextOfNoRequest(): SdkContext {
  const context: object = { _default: {} };
  if (isSdkContext(context)) return context;
  throw new TypeError('a context without its defaults');
}

/** The SDK's type has a mark that is in no value. */
function isSdkContext(context: object): context is SdkContext {
  return '_default' in context;
}

/** Whose claims are built. */
export interface ClaimOwner {
  readonly userId: string;
  readonly recipeUserId: RecipeUserId;
  readonly tenantId: string;
  readonly payload: ClaimsPayload;
}

/** What could not be built keeps its last value. */
export interface Rebuilt {
  /** The claims that differ from the payload's. */
  readonly patch: ClaimsPayload;
  readonly failed: readonly { readonly key: string; readonly reason: unknown }[];
}

/**
 * Builds claims anew, all at the same time, and says which differ from those in the payload. What has not come by the
 * deadline, fails, or is no value for this claim keeps its last value.
 */
export async function rebuildClaims(
  claims: readonly AnyClaim[],
  owner: ClaimOwner,
  userContext: SdkContext,
  deadline: Promise<unknown>,
): Promise<Rebuilt> {
  const late = deadline.then(() => {
    throw new Error('it was not there in time');
  });
  // Where everything is there in time, nobody waits for it.
  late.catch(() => undefined);
  const results = await Promise.allSettled(
    claims.map((claim) => Promise.race([buildOne(claim, owner, userContext), late])),
  );
  const failed: Rebuilt['failed'][number][] = [];
  const changed: [string, JsonValue][] = [];
  for (const [index, { key }] of claims.entries()) {
    const result = results[index];
    if (result?.status === 'rejected') failed.push({ key, reason: result.reason });
    else if (result?.value !== undefined && !isSameClaim(owner.payload[key], result.value)) {
      changed.push([key, result.value]);
    }
  }
  return { patch: Object.fromEntries(changed), failed };
}

/** The new value of a claim; undefined where its source has none, which leaves it as it is (as the SDK does). */
async function buildOne(claim: AnyClaim, owner: ClaimOwner, userContext: SdkContext): Promise<JsonValue | undefined> {
  const { userId, recipeUserId, tenantId, payload } = owner;
  const built: unknown = await claim.build(
    userId,
    recipeUserId,
    tenantId,
    toPayload(payload),
    freshContext(userContext),
  );
  if (typeof built !== 'object' || built === null) throw new TypeError('what was built is no object');
  const value = toPayload(built)[claim.key];
  if (value === undefined) return undefined;
  if (value === null) throw new TypeError('what was built is null');
  const isNonsense = isJsonObject(value) && 't' in value && !fits(claim.key, value['v'], owner.payload[claim.key]);
  if (isNonsense) throw new TypeError('what was built is no value of this claim');
  return value;
}

/** Whether a value is one that the claim may have; for a claim that is not SuperTokens' own, one of the kind it had. */
function fits(key: string, value: JsonValue | undefined, before: JsonValue | undefined): boolean {
  if (value === undefined) return false;
  if (key === 'st-role' || key === 'st-perm') {
    return Array.isArray(value) && value.every((name) => typeof name === 'string');
  }
  if (key === 'st-ev') return typeof value === 'boolean';
  const had = isJsonObject(before) ? before['v'] : undefined;
  return had === undefined || had === null || value === null || kindOf(had) === kindOf(value);
}

function kindOf(value: JsonValue): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** When a claim was fetched does not count, nor the order of roles: the core gives them in none. */
function isSameClaim(before: JsonValue | undefined, after: JsonValue): boolean {
  return before !== undefined && isSameJson(essence(before), essence(after));
}

function essence(claim: JsonValue): JsonValue {
  if (!isJsonObject(claim) || !('t' in claim)) return claim;
  const members = Object.entries(claim).filter(([name]) => name !== 't');
  return Object.fromEntries(members.map(([name, value]) => [name, name === 'v' ? sorted(value) : value]));
}

function sorted(value: JsonValue): JsonValue {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.toSorted() : value;
}
