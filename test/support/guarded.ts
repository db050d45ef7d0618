import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from './caller.ts';
import { startNode, type TestProcess } from './process.ts';
import type { TestSession } from './user.ts';

const FIXTURE = join(import.meta.dirname, '../fixtures/guarded-service.ts');
const UPDATE = `mutation ($id: ID!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims, reach: LIVE_SESSIONS }) {
    sessions { status } userErrors { message }
  }
}`;

/** May change claims, and watch what changes. */
export const watchKey = createApiKey('tests', ['claims:read', 'claims:write', 'claims:watch']);

/** A service with a guard, in a process of its own. */
export interface GuardedService {
  readonly process: TestProcess;
  /** The status with which it answers a session's token, and the code of a refusal. */
  ask(path: string, session: Pick<TestSession, 'accessToken'>): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the service; it serves when its guard is ready. */
export async function startGuardedService(claimset: string, feed = claimset): Promise<GuardedService> {
  const env = { CLAIMSET: feed, API_KEY: watchKey.key, JWKS: `${claimset}/auth/jwt/jwks.json` };
  const process = startNode(['--import', 'tsx', FIXTURE], env);
  const [, url = ''] = await process.line(/^READY (\S+)$/);
  return {
    process,
    ask: async (path, { accessToken }) => {
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${accessToken}` } });
      const body = await response.text();
      const [, code = ''] = /"code"\s*:\s*"(\w+)"/.exec(body) ?? [];
      return `${response.status} ${code}`.trim();
    },
    stop: async () => {
      await process.stop();
    },
  };
}

/** An administrator changes claims in all sessions of a user; resolves when that is acknowledged. */
export async function administer(url: string, id: string, claims: object): Promise<void> {
  const { data, errors } = await send(url, UPDATE, { id, claims }, { 'x-api-key': watchKey.key });
  if (errors.length > 0 || !JSON.stringify(data).includes('"status":"UPDATED"')) {
    throw new Error(`not updated: ${JSON.stringify({ data, errors })}`);
  }
}

/** Asks again and again until the answer is this one; how many milliseconds that took. */
export async function millisUntil(wanted: string, ask: () => Promise<string>, atMostMillis = 10_000): Promise<number> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    const millis = performance.now() - began;
    if (answer === wanted) return millis;
    if (millis > atMostMillis) throw new Error(`it still answers ${answer}, and not ${wanted}`);
  }
}
