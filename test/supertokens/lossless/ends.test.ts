import { getUserContext } from 'supertokens-node/lib/build/utils.js';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Change, Stream } from '../../../src/claims/history/types.ts';
import { recordingEnds } from '../../../src/supertokens/lossless/ends.ts';
import { Journal } from '../../../src/supertokens/lossless/journal.ts';
import { endAs } from '../../../src/supertokens/lossless/passing.ts';
import { FakeLedger } from './fake-ledger.ts';

const APPLICATION = { kind: 'APPLICATION', id: null, name: 'Shop' } as const;

let ended: { stream: Stream; change: Change }[];
let errors: unknown[];
let ledger: FakeLedger;
let journal: Journal;

beforeEach(() => {
  [ended, errors, ledger] = [[], [], new FakeLedger()];
  ledger.end = (some: readonly { readonly stream: Stream; readonly change?: Change }[]) => {
    for (const { stream, change } of some) if (change !== undefined) ended.push({ stream, change });
    return Promise.resolve();
  };
  journal = new Journal({ ledger, onError: (error) => errors.push(error) });
});

/** What the SDK does, and for which sessions it finds. */
function ends(live: readonly string[]) {
  return recordingEnds(
    {
      revokeSession: ({ sessionHandle }) => Promise.resolve(live.includes(sessionHandle)),
      revokeMultipleSessions: ({ sessionHandles }) =>
        Promise.resolve(sessionHandles.filter((one) => live.includes(one))),
      revokeAllSessionsForUser: () => Promise.resolve([...live]),
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

  it('is so, whether it can be recorded or not', async () => {
    ledger.end = () => Promise.reject(new Error('the ledger is away'));
    expect(await ends(['s']).revokeSession({ sessionHandle: 's', userContext: getUserContext() })).toBe(true);
    expect(errors).toMatchObject([{ message: 'the ledger is away' }]);
  });
});
