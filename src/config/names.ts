/** Beginnings of names that are ours, or SuperTokens': what begins so and is not known is a typo. */
const OWN_PREFIXES = ['CORE_', 'CLAIMS_', 'CLAIMSET_', 'SUPERTOKENS_'];
/** Kubernetes gives each container such variables for each service, and services are called `core` or `supertokens`. */
const OF_KUBERNETES = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)$/;
/** Shorter names than this may well be another program's, even one letter away. */
const SHORTEST_NEAR_MISS = 10;

/** One fault for each name in the environment that is clearly meant for us and that nobody reads. */
export function unknownNames(names: readonly string[], known: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (known.includes(name) || OF_KUBERNETES.test(name)) return [];
    const meant = known.find((candidate) => isNearMiss(name, candidate));
    if (meant !== undefined) return [`${name}: is not known: write ${meant}`];
    if (!OWN_PREFIXES.some((prefix) => name.startsWith(prefix))) return [];
    const prefix = OWN_PREFIXES.find((candidate) => name.startsWith(candidate)) ?? '';
    const alike = known.filter((candidate) => candidate.startsWith(prefix));
    return [`${name}: is not known: ${alike.length === 0 ? 'remove it' : `there are ${alike.join(', ')}`}`];
  });
}

/** Whether a variable belongs to the embedded core. */
export function isCoreName(name: string): boolean {
  return name.startsWith('CORE_') && !OF_KUBERNETES.test(name);
}

/** Whether two names differ by one letter: another one, one more or one less. */
function isNearMiss(name: string, known: string): boolean {
  if (known.length < SHORTEST_NEAR_MISS || Math.abs(name.length - known.length) > 1) return false;
  let start = 0;
  while (start < name.length && name[start] === known[start]) start += 1;
  const [rest, knownRest] = [name.slice(start), known.slice(start)];
  const candidates: [string, string][] = [
    [rest.slice(1), knownRest.slice(1)],
    [rest.slice(1), knownRest],
    [rest, knownRest.slice(1)],
  ];
  return candidates.some(([one, other]) => one === other);
}
