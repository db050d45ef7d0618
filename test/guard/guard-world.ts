import { afterEach, beforeEach } from 'vitest';

import { createGuard, type Guard, GuardError, type GuardOptions } from '../../src/guard/index.ts';
import { payloadVersion } from '../../src/guard/version.ts';
import { type FakeClaimset, startFakeClaimset } from '../support/fake-claimset.ts';

/** Guards before a Claimset that does what a test wants; new for each test. */
export interface GuardWorld {
  readonly claimset: FakeClaimset;
  /** Why guards lost the feed. */
  readonly problems: readonly string[];
  /** A guard that tries again at once. */
  guard(options?: Partial<GuardOptions>): Guard<Record<string, unknown>>;
  /** A token with these claims, and its version. */
  versioned(claims: Record<string, unknown>): Promise<{ token: string; version: string }>;
}

export function guardWorld(): () => GuardWorld {
  let claimset: FakeClaimset;
  const guards: Guard<unknown>[] = [];
  const problems: string[] = [];
  beforeEach(async () => {
    problems.length = 0;
    claimset = await startFakeClaimset();
  });
  afterEach(async () => {
    await Promise.all(guards.splice(0).map((guard) => guard.close()));
    await claimset.close();
  });
  const guard: GuardWorld['guard'] = (options = {}) => {
    const made = createGuard<Record<string, unknown>>({
      ...{ url: claimset.url, apiKey: 'key', reconnectMillis: 1, maxGapMillis: 60_000 },
      onProblem: ({ message }) => problems.push(message),
      ...options,
    });
    guards.push(made);
    return made;
  };
  const versioned: GuardWorld['versioned'] = async (claims) => {
    const token = await claimset.token(claims);
    const version = await payloadVersion(claims as Parameters<typeof payloadVersion>[0]);
    return { token, version };
  };
  return () => ({ claimset, problems, guard, versioned });
}

export const asking = (headers: Record<string, string>, method = 'GET'): Request =>
  new Request('http://service.example/', { method, headers });
export const bearer = (token: string): Request => asking({ authorization: `Bearer ${token}` });

/** How a guard judges: `OK`, or the status and the code of its error. */
export async function verdict(guard: Guard<unknown>, request: Request): Promise<string> {
  try {
    await guard.verify(request);
    return 'OK';
  } catch (error) {
    if (error instanceof GuardError) return `${error.status} ${error.code}`;
    throw error;
  }
}
