import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type Gate, startGate } from '../support/gate.ts';
import { administer, type GuardedService, millisUntil, startGuardedService, watchKey } from '../support/guarded.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { signUp } from '../support/user.ts';

const OLD = '401 TRY_REFRESH_TOKEN';

describe.each(['embedded', 'PostgreSQL'])('a service with a guard, three processes, ledger: %s', (where) => {
  let postgres: TestPostgres | undefined;
  let claimset: Claimset;
  let gate: Gate;
  let service: GuardedService;

  beforeAll(async () => {
    if (where === 'PostgreSQL') postgres = await startPostgres();
    const database = postgres === undefined ? {} : { DATABASE_URL: postgres.connectionString };
    claimset = await startClaimset({ API_KEYS: watchKey.entry, ...database });
    gate = await startGate(claimset.url);
    service = await startGuardedService(claimset.url, gate.url);
  });

  afterAll(async () => {
    await service.stop();
    await gate.close();
    await claimset.stop();
    await postgres?.stop();
  });

  async function proUser() {
    const user = await signUp(claimset.url);
    await administer(claimset.url, user.id, { plan: 'PRO' });
    await user.session.refresh();
    expect(await service.ask('/pro', user.session)).toBe('200');
    return user;
  }

  it('refuses the old token when a claim was taken away, and lets the fresh one through', async () => {
    const { id, session } = await proUser();
    await administer(claimset.url, id, { plan: null });
    await millisUntil(OLD, () => service.ask('/pro', session));
    expect(await service.ask('/any', session)).toBe(OLD);
    await session.refresh();
    expect(await service.ask('/any', session)).toBe('200');
    expect(await service.ask('/pro', session)).toBe('403 FORBIDDEN');
  });

  it('refuses the old token when a claim says less than before', async () => {
    const { id, session } = await proUser();
    await administer(claimset.url, id, { plan: 'FREE' });
    await millisUntil(OLD, () => service.ask('/pro', session));
  });

  it('goes on with a token when claims were added, or users changed what is theirs', async () => {
    const { id, session } = await proUser();
    const before = { accessToken: session.accessToken };
    await administer(claimset.url, id, { locale: 'de' });
    await session.send('mutation { updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } } }');
    await session.send('mutation { updateMyClaims(input: { claims: { theme: null } }) { userErrors { code } } }');
    const other = await proUser();
    await administer(claimset.url, other.id, { plan: null });
    // By then all that was before has been told.
    await millisUntil(OLD, () => service.ask('/pro', other.session));
    expect(await service.ask('/pro', before)).toBe('200');
  });

  it('refuses a session that has ended, and asks nobody', async () => {
    const { session } = await proUser();
    const asked = gate.count('/authz');
    await session.signOut();
    await millisUntil('401 UNAUTHORISED', () => service.ask('/any', session));
    expect(gate.count('/authz')).toBe(asked);
  });

  it('asks /authz while the feed is away, refuses while that is away too, and recovers by itself', async () => {
    const { id, session } = await proUser();
    const asked = gate.count('/authz');
    gate.shut('/changes');
    await expect
      .poll(async () => [await service.ask('/pro', session), gate.count('/authz') > asked], { timeout: 15_000 })
      .toEqual(['200', true]);
    await administer(claimset.url, id, { plan: null });
    expect(await service.ask('/pro', session)).toBe(OLD);
    gate.shut('/changes', '/authz');
    await millisUntil('503 UNAVAILABLE', () => service.ask('/any', session));
    gate.shut();
    await session.refresh();
    await millisUntil('200', () => service.ask('/any', session), 15_000);
    await expect
      .poll(
        async () => {
          const before = gate.count('/authz');
          await service.ask('/any', session);
          return gate.count('/authz') - before;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
  }, 60_000);

  it('serves none but the feed of changes with its scope', async () => {
    const response = await fetch(`${claimset.url}/changes`);
    expect(response.status).toBe(401);
    await response.body?.cancel();
  });
});
