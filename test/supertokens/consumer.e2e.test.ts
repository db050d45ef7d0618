import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createLinkedProject } from '../support/project.ts';

const DECLARATIONS = join(import.meta.dirname, '../../dist/supertokens/index.d.ts');
const CONSUMER = `
import { ClaimsetError, freshClaims, inProcessLock, losslessClaims, postgresLock, standingClaims } from 'claimset/supertokens';
import { PrimitiveClaim } from 'supertokens-node/recipe/session/claims.js';
import type { ClaimsLock, CoreTimeLimits, HeldLock, WriteOutcome } from 'claimset/supertokens';

const limits: Partial<CoreTimeLimits> = { writeMillis: 1_000 };
const lock: ClaimsLock = postgresLock({ connectionString: 'postgres://localhost/claims', maxConnections: 2 });
export const plugins = [losslessClaims({ lock, limits }), standingClaims({ lock: inProcessLock({ waitMillis: 5 }) })];
const plan = new PrimitiveClaim<string>({ key: 'plan', fetchValue: () => 'PRO' });
export const fresh = freshClaims({ lock, claims: [plan], buildMillis: 100 });
export const outcome = (error: unknown): WriteOutcome | undefined =>
  error instanceof ClaimsetError ? error.outcome : undefined;
export const hold = (): Promise<HeldLock> => lock.acquire({ kind: 'session', id: 'a' }, { waitMillis: 10 });
`;

it('claimset/supertokens is typed for a strict application that checks declarations too', async () => {
  const project = await createLinkedProject();
  project.write('src/consumer.ts', CONSUMER);
  expect(await project.typecheck()).toEqual({ code: 0, output: '' });
});

it('its declarations need no types but those of supertokens-node', () => {
  expect(packagesOf(DECLARATIONS)).toEqual(new Set(['supertokens-node']));
});

/** The packages that a declaration file imports, directly or through others of ours. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  const imported = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g);
  const packages = new Set<string>();
  for (const [, name = ''] of imported) {
    const next = join(file, '..', name.replace(/\.ts$/, '.d.ts'));
    if (!name.startsWith('.')) packages.add(name.split('/')[0] ?? '');
    else if (!seen.has(next)) for (const one of packagesOf(next, seen)) packages.add(one);
  }
  return packages;
}
