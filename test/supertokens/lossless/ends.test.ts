import SuperTokens from 'supertokens-node';
import { getUserContext } from 'supertokens-node/lib/build/utils.js';
import type { SessionInformation } from 'supertokens-node/recipe/session';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Change, Head, Stream } from '../../../src/claims/history/types.ts';
import { recordingEnds } from '../../../src/supertokens/lossless/ends/recording-ends.ts';
import { Journal, sessionStream } from '../../../src/supertokens/lossless/journal.ts';
import { endAs } from '../../../src/supertokens/lossless/passing.ts';
import { FakeLedger } from './fake-ledger.ts';

const APPLICATION = { kind: 'APPLICATION', id: null, name: 'Shop' } as const;

type SdkEnds = ReturnType<typeof recordingEnds>;

let ended: { stream: Stream; change: Change }[];
let errors: unknown[];
let ledger: FakeLedger;
let journal: Journal;
let isAway: boolean;
let due: (() => void)[];

beforeEach(() => {
  [ended, errors, ledger] = [[], [], new FakeLedger()];
  ledger.end = (some: readonly { readonly stream: Stream; readonly change?: Change }[]) => {
    if (isAway) return Promise.reject(new Error('the ledger is away'));
    for (const { stream, change } of some) if (change !== undefined) ended.push({ stream, change });
    return Promise.resolve();
  };
  [isAway, due] = [false, []];
  const after = (_: number, callback: () => void): (() => void) => {
    due.push(callback);
    return () => (due = due.filter((one) => one !== callback));
  };
  journal = new Journal({ ledger, onError: (error) => errors.push(error), timers: { after } });
});

/** What waits comes to its turn. */
async function later(): Promise<void> {
  for (const callback of due.splice(0)) callback();
  await new Promise(setImmediate);
}

/** What the SDK does, and for which sessions it finds. */
function ends(live: readonly string[], more: Partial<Parameters<typeof recordingEnds>[0]> = {}) {
  return recordingEnds(
    {
      getSessionInformation: () => Promise.resolve(undefined),
      revokeSession: ({ sessionHandle }) => Promise.resolve(live.includes(sessionHandle)),
      revokeMultipleSessions: ({ sessionHandles }) =>
        Promise.resolve(sessionHandles.filter((one) => live.includes(one))),
      revokeAllSessionsForUser: () => Promise.resolve([...live]),
      ...more,
    },
    journal,
    APPLICATION,
  );
}

const told = () => ended.map(({ stream, change }) => [stream, change.actor.kind, change.userId]);

describe('the end of a session', () => {
  it('is recorded as the application’s, where the SDK ends one', async () => {
    expect(await ends(['s']).revokeSession({ sessionHandle: 's', userContext: getUserContext() })).toBe(true);
    expect(told()).toEqual([['session:s', 'APPLICATION', null]]);
    expect(ended[0]?.change.actor.name).toBe('Shop');
  });

  it('is recorded as that of whoever is known to end it', async () => {
    const change = journal.newChange({ actor: { kind: 'USER', id: 'ada', name: null }, reason: 'lost my phone' });
    const userContext = getUserContext();
    endAs(userContext, change);
    await ends(['s']).revokeSession({ sessionHandle: 's', userContext });
    expect(ended).toEqual([{ stream: 'session:s', change }]);
  });

  it('is not recorded where there was no such session', async () => {
    expect(await ends([]).revokeSession({ sessionHandle: 's', userContext: getUserContext() })).toBe(false);
    expect(ended).toEqual([]);
  });

  it('is recorded for those of several that were there, as one change', async () => {
    const handles = await ends(['a', 'c']).revokeMultipleSessions({
      sessionHandles: ['a', 'b', 'c'],
      userContext: getUserContext(),
    });
    expect(handles).toEqual(['a', 'c']);
    expect(told().map(([stream]) => stream)).toEqual(['session:a', 'session:c']);
    expect(new Set(ended.map(({ change }) => change.id)).size).toBe(1);
  });

  it('is recorded for all of a user, with whose they were', async () => {
    const input = {
      userId: 'ada',
      tenantId: 'public',
      revokeSessionsForLinkedAccounts: true,
      userContext: getUserContext(),
    };
    await ends(['a', 'b']).revokeAllSessionsForUser(input);
    expect(told()).toEqual([
      ['session:a', 'APPLICATION', 'ada'],
      ['session:b', 'APPLICATION', 'ada'],
    ]);
  });

  it('is recorded as soon as the ledger answers, and is so before', async () => {
    isAway = true;
    expect(await ends(['s']).revokeSession({ sessionHandle: 's', userContext: getUserContext() })).toBe(true);
    expect(errors).toMatchObject([{ message: 'the ledger is away' }]);
    await later();
    isAway = false;
    await later();
    expect(told()).toEqual([['session:s', 'APPLICATION', null]]);
    expect([errors.length, due.length]).toEqual([1, 0]);
  });

  it('is not tried again when the journal is closed', async () => {
    isAway = true;
    await ends(['s']).revokeSession({ sessionHandle: 's', userContext: getUserContext() });
    await journal.close();
    expect(due).toEqual([]);
  });

  it('is looked after by sweeps from before the core is asked', async () => {
    const revokeSession = () => {
      ledger.steps.push('core');
      return Promise.resolve(true);
    };
    await ends([], { revokeSession }).revokeSession({ sessionHandle: 's', userContext: getUserContext() });
    expect(ledger.steps).toEqual(['ending', 'core']);
  });

  it('is recorded where the session was gone already, and has a log', async () => {
    ledger.heads.set('session:s', headOf('s'));
    expect(await ends([]).revokeSession({ sessionHandle: 's', userContext: getUserContext() })).toBe(false);
    ledger.heads.set('session:t', headOf('t'));
    await ends(['s']).revokeMultipleSessions({ sessionHandles: ['s', 't', 'u'], userContext: getUserContext() });
    await journal.settled();
    expect(told()).toEqual([
      ['session:s', 'SYSTEM', 'ada'],
      ['session:s', 'APPLICATION', null],
      ['session:t', 'SYSTEM', 'ada'],
    ]);
  });
});

describe('the end of a session to which the core has not answered', () => {
  const lost = new Error('no answer');
  const live: SessionInformation = {
    ...{
      sessionHandle: 's',
      userId: 'ada',
      recipeUserId: SuperTokens.convertToRecipeUserId('ada'),
      tenantId: 'public',
    },
    ...{ sessionDataInDatabase: {}, customClaimsInAccessTokenPayload: {}, expiry: 2, timeCreated: 1 },
  };
  const userContext = getUserContext();
  const all = { userId: 'ada', tenantId: 'public', revokeSessionsForLinkedAccounts: true, userContext };
  const silent = {
    revokeSession: () => Promise.reject(lost),
    revokeMultipleSessions: () => Promise.reject(lost),
    revokeAllSessionsForUser: () => Promise.reject(lost),
  };

  it.each([
    ['revokeSession', (of: SdkEnds) => of.revokeSession({ sessionHandle: 's', userContext }), ['session:s']],
    [
      'revokeMultipleSessions',
      (of: SdkEnds) => of.revokeMultipleSessions({ sessionHandles: ['s', 't'], userContext }),
      ['session:s', 'session:t'],
    ],
  ])('is recorded where it has happened all the same: %s', async (_, end, streams) => {
    await expect(end(ends([], silent))).rejects.toBe(lost);
    expect(told()).toEqual([]);
    await later();
    expect(told()).toEqual(streams.map((stream) => [stream, 'APPLICATION', null]));
  });

  it('is not recorded while the core is silent, nor while it knows the session; and then it is', async () => {
    const looks = [() => Promise.reject(lost), () => Promise.resolve(live), () => Promise.resolve(undefined)];
    const getSessionInformation = () => looks.shift()?.() ?? Promise.reject(lost);
    const of = ends([], { ...silent, getSessionInformation });
    await expect(of.revokeSession({ sessionHandle: 's', userContext })).rejects.toBe(lost);
    for (const expected of [0, 0, 1]) {
      await later();
      expect(ended).toHaveLength(expected);
    }
    expect(due).toEqual([]);
  });

  it('is not looked for for ever where the session is still there', async () => {
    const of = ends([], { ...silent, getSessionInformation: () => Promise.resolve(live) });
    await expect(of.revokeSession({ sessionHandle: 's', userContext })).rejects.toBe(lost);
    let looks = 0;
    for (; due.length > 0; looks += 1) await later();
    expect([looks, ended]).toEqual([7, []]);
  });

  it.each([
    ['one', (of: SdkEnds) => of.revokeSession({ sessionHandle: 's', userContext }), ['session:s']],
    ['all of a user', (of: SdkEnds) => of.revokeAllSessionsForUser(all), { userId: 'ada' }],
  ])('is looked after by sweeps in a second: %s', async (_, end, sessions) => {
    const marked: unknown[] = [];
    ledger.ending = (...input: unknown[]) => Promise.resolve(void marked.push(input));
    await expect(end(ends([], silent))).rejects.toBe(lost);
    expect(marked).toEqual([
      [sessions, 15_000],
      [sessions, 1_000],
    ]);
  });
});

function headOf(handle: string): Head {
  const [landing, base] = [
    { marker: '1aaaa', hash: '' },
    { seq: 0, marker: null, hash: '' },
  ];
  return { stream: sessionStream(handle), userId: 'ada', seq: 1, payload: {}, landing, base, origins: {} };
}
