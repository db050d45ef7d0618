import { pino } from 'pino';
import { describe, expect, it } from 'vitest';

import { parseConfig } from '../../src/config/config.ts';
import { budgets } from '../../src/limits/budgets.ts';
import type { RequestContext } from '../../src/resolvers/context.ts';
import { rateLimits } from '../../src/server/limits.ts';

const refused: string[] = [];
const limits = await rateLimits(parseConfig({}), pino({ level: 'silent' }), (limit) => refused.push(limit));

const ofKey = (name: string): RequestContext['caller'] => ({
  kind: 'valid',
  name,
  scopes: [],
  bounds: { tenants: null, claims: null },
});
/** A request of somebody; the claims service is not asked. */
function request(caller: RequestContext['caller'], userId: string | null = null): RequestContext {
  const session = userId === null ? null : ({ userId } as Awaited<ReturnType<RequestContext['session']['get']>>);
  const [claims, history] = [{} as RequestContext['claims'], {} as RequestContext['history']];
  const live = {} as RequestContext['live'];
  return { caller, session: { get: () => Promise.resolve(session) }, claims, history, live };
}

describe('mutations', () => {
  it('are limited at no less than 10,000 a minute', () => {
    expect(Math.min(budgets.mutationsOfUser.points, budgets.mutationsOfApiKey.points)).toBeGreaterThanOrEqual(10_000);
    expect([budgets.mutationsOfUser.perSeconds, budgets.mutationsOfApiKey.perSeconds]).toEqual([60, 60]);
  });

  it.each([
    ['a user', request({ kind: 'none' }, 'ada'), request({ kind: 'none' }, 'bob'), budgets.mutationsOfUser.points],
    ['an API key', request(ofKey('crm')), request(ofKey('erp')), budgets.mutationsOfApiKey.points],
  ])('of %s are limited, those of others are not', async (_who, one, other, points) => {
    await limits?.mutation(one, points);
    await expect(limits?.mutation(one, 1)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    await expect(limits?.mutation(other, 1)).resolves.toBeUndefined();
    expect(refused.at(-1)).toBe('mutation');
  });

  it('have no limit with RATE_LIMITS=off', async () => {
    const off = rateLimits(parseConfig({ RATE_LIMITS: 'off' }), pino({ level: 'silent' }), () => undefined);
    await expect(off).resolves.toBeNull();
  });
});
