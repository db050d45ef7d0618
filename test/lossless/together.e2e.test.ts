import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { byHandle, newToken, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.stop());

const AT_ONCE = 40;
const keys = Array.from({ length: AT_ONCE }, (_, at) => `k${at}`);
const allOf = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((key) => [key, 1]));

describe('many who change one session at once', () => {
  it('by the API: all is kept, and the token of each has their own change; few tokens are made', async () => {
    const session = await world.plain.signIn();
    const answers = await Promise.all(keys.map((key) => world.mine(session, { [key]: 1 })));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await world.claimsOf(session)).toMatchObject(allOf(keys));
    for (const [at, { headers }] of answers.entries()) expect(newToken(headers)).toHaveProperty(keys[at] ?? '', 1);
    const tokens = new Set(answers.map(({ headers }) => headers.get('st-access-token')));
    expect(tokens.size).toBeLessThan(AT_ONCE / 2);
  });

  it('with another token of the session, and as an administrator: each gets what they need', async () => {
    const session = await world.plain.signIn();
    const { headers } = await world.mine(session, { before: 1 });
    const newer = { ...session, accessToken: headers.get('st-access-token') ?? '' };
    const answers = await Promise.all(
      keys.map((key, at) => {
        if (at % 3 === 0) return world.administrator(session.userId, { [key]: 1 }, 'LIVE_SESSIONS');
        return world.mine(at % 3 === 1 ? session : newer, { [key]: 1 });
      }),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await world.claimsOf(session)).toEqual({ before: 1, ...allOf(keys) });
    for (const [at, answer] of answers.entries()) {
      if (at % 3 !== 0) expect(newToken(answer.headers)).toMatchObject({ before: 1, [keys[at] ?? '']: 1 });
    }
  });

  it('one of whom is refused: he alone', async () => {
    const session = await world.plain.signIn();
    const answers = await Promise.all([
      ...keys.map((key) => world.mine(session, { [key]: 1 })),
      world.mine(session, { large: 'x'.repeat(5_000) }),
    ]);
    const refusals = answers.filter(({ data }) => JSON.stringify(data).includes('TOKEN_TOO_LARGE'));
    expect(refusals).toEqual([answers.at(-1)]);
    expect(await world.claimsOf(session)).toEqual(allOf(keys));
  });

  it('by the SDK with the plugin alone: all is kept', async () => {
    const session = await world.plain.signIn();
    const answers = await Promise.all(
      keys.map((key, at) =>
        at % 2 === 0
          ? world.plugin.call('/merge', { [key]: 1 }, session.accessToken)
          : byHandle(world.plugin, session, { [key]: 1 }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(await world.claimsOf(session)).toEqual(allOf(keys));
  });
});
