import { clip } from '../clip.ts';
import type { ClaimError } from '../errors.ts';
import type { ClaimsPolicy } from './policy.ts';
import { matchesPattern } from './read-patch.ts';
import { isPlainObject } from './read-value.ts';

type Input = Readonly<Record<string, unknown>>;

/** Of a patch with more faults than this, the first are told. */
const FAULTS_TOLD = 50;

/**
 * The policy for a caller who may write only these claims: keys of the payload, with a `*` at the end the beginning of
 * several, or fields of `Claims`. Null is no bound.
 */
export function boundPolicy(policy: ClaimsPolicy, bounds: readonly string[] | null): ClaimsPolicy {
  if (bounds === null) return policy;
  const keys = bounds.map((bound) => keyOf(policy, bound));
  return {
    ...policy,
    mayWrite: (writer, key) => policy.mayWrite(writer, key) && matchesPattern(keys, key),
    readPatch: (writer, input, mode) => {
      const read = policy.readPatch(writer, input, mode);
      const beyond = named(policy, input).filter(({ key }) => !matchesPattern(keys, key));
      if (beyond.length === 0) return read;
      const others = 'faults' in read ? read.faults : [];
      const isTold = ({ path }: Named): boolean => others.some((fault) => isSamePath(fault.path, path.map(clip)));
      const faults = beyond.filter((one) => !isTold(one)).map((one) => notAllowed(one, bounds));
      return { faults: [...others, ...faults].slice(0, FAULTS_TOLD) };
    },
  };
}

function keyOf({ claims }: ClaimsPolicy, field: string): string {
  return claims.find((claim) => claim.field === field)?.key ?? field;
}

/** A claim that a patch names. */
interface Named {
  readonly key: string;
  readonly path: readonly string[];
}

function named(policy: ClaimsPolicy, input: Input): Named[] {
  return Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .flatMap(([field, value]) => {
      if (field !== 'additional') return [{ key: keyOf(policy, field), path: ['claims', field] }];
      const keys = isPlainObject(value) ? Object.keys(value) : [];
      return keys.map((key) => ({ key, path: ['claims', field, key] }));
    });
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return other.every((part, index) => one[index] === part);
}

function notAllowed({ key, path }: Named, bounds: readonly string[]): ClaimError {
  const allowed = bounds.map((one) => JSON.stringify(one)).join(', ');
  const message = `This API key may not write ${JSON.stringify(key)}: it is bound to ${allowed}.`;
  return { code: 'CLAIM_NOT_ALLOWED', message: clip(message), path: path.map(clip) };
}
