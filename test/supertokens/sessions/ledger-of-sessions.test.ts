import SuperTokens from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { mergeClaims } from '../../../src/claims/merge.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { intendCommand } from '../../../src/ledger/intend.ts';
import { settleStream } from '../../../src/ledger/settle-stream.ts';
import { ledgerUnavailable } from '../../../src/ledger/unavailable.ts';
import { inProcessLock } from '../../../src/locks/in-process.ts';
import { Journal } from '../../../src/supertokens/lossless/journal.ts';
import { toPatch } from '../../../src/supertokens/sdk/payload.ts';
import { readSessions } from '../../../src/supertokens/sessions/read-sessions.ts';
import { sweepSession } from '../../../src/supertokens/sessions/sweep-session.ts';
import { FakeLedger } from '../lossless/fake-ledger.ts';

const stored = new Map<string, ClaimsPayload>();
let ledger: FakeLedger;
let errors: unknown[];
let journal: Journal;

/** The SDK, with a core in memory. */
beforeAll(() => {
  SuperTokens.init({
    supertokens: { connectionURI: 'http://core.invalid' },
    appInfo: { appName: 'tests', apiDomain: 'http://localhost', websiteDomain: 'http://localhost' },
    recipeList: [
      Session.init({
        override: {
          functions: (original) => ({
            ...original,
            getSessionInformation: ({ sessionHandle }) => {
              const payload = stored.get(sessionHandle);
              if (payload === undefined) return Promise.resolve(undefined);
              return Promise.resolve({
                ...{ sessionHandle, userId: 'ada', recipeUserId: SuperTokens.convertToRecipeUserId('ada') },
                ...{ tenantId: 'public', sessionDataInDatabase: {}, expiry: 2, timeCreated: 1 },
                customClaimsInAccessTokenPayload: payload,
              });
            },
            mergeIntoAccessTokenPayload: ({ sessionHandle, accessTokenPayloadUpdate }) => {
              const payload = stored.get(sessionHandle);
              if (payload === undefined) return Promise.resolve(false);
              stored.set(sessionHandle, mergeClaims(payload, toPatch(accessTokenPayloadUpdate), 'MERGE'));
              return Promise.resolve(true);
            },
          }),
        },
      }),
    ],
  });
});

beforeEach(() => {
  stored.clear();
  [ledger, errors] = [new FakeLedger(), []];
  journal = new Journal({ ledger, onError: (error) => errors.push(error) });
});

/** Intends `patch`, and does not send it. */
async function intend(handle: string, patch: ClaimsPayload): Promise<ClaimsPayload> {
  const stream = `session:${handle}` as const;
  const settled = await settleStream(ledger, stream, () => Promise.resolve(stored.get(handle) ?? null));
  if (settled === null) throw new Error('the session has ended');
  const change = journal.newChange({ actor: { kind: 'USER', id: 'ada', name: null } });
  const next = mergeClaims(settled.current, patch, 'MERGE');
  const intent = intendCommand(settled, { change, next, named: [] }, journal.intendOptions(stream, 'ada'));
  if (intent?.payload == null) throw new Error('nothing to do');
  await ledger.intend([intent]);
  return intent.payload;
}

describe('sessions that are read', () => {
  it('are as they are stored, where the ledger knows none of them', async () => {
    stored.set('a', { plan: 'free' });
    const [a, b] = await readSessions(['a', 'b'], journal);
    expect(a).toMatchObject({ handle: 'a', userId: 'ada', payload: { plan: 'free' } });
    expect(b).toBeNull();
  });

  it('are as the ledger makes of them while a write is under way, and a sweep is woken', async () => {
    stored.set('a', { plan: 'free' });
    await intend('a', { plan: 'pro' });
    const [a] = await readSessions(['a'], journal);
    expect(a).toMatchObject({ payload: { plan: 'pro' }, isSettling: true });
    await journal.settled();
    expect(ledger.steps).toContain('wake');
    expect(stored.get('a')).toEqual({ plan: 'free' });
  });

  it('wake a sweep where one has ended and its end is not recorded', async () => {
    stored.set('a', { plan: 'free' });
    await intend('a', { plan: 'pro' });
    stored.delete('a');
    expect(await readSessions(['a', 'b'], journal)).toEqual([null, null]);
    await journal.settled();
    expect(ledger.steps.filter((step) => step === 'wake')).toHaveLength(1);
  });

  it('are as they are stored, where the ledger does not answer', async () => {
    stored.set('a', { plan: 'free' });
    const away = () => {
      throw ledgerUnavailable('NOT_APPLIED', new Error('away'));
    };
    for (const step of ['ledger.read', 'ledger.markers']) ledger.before.set(step, away);
    const [a] = await readSessions(['a'], journal);
    await journal.settled();
    expect([a?.payload, errors.length]).toEqual([{ plan: 'free' }, 1]);
  });
});

describe('a sweep of a session', () => {
  const sweep = (handle: string, mayRepair = true) =>
    sweepSession(handle, { lock: inProcessLock(), journal }, () => mayRepair);

  it('writes what was intended and never landed', async () => {
    stored.set('a', { plan: 'free' });
    await intend('a', { plan: 'pro' });
    expect(await sweep('a')).toBe('REPAIRED');
    expect(stored.get('a')).toMatchObject({ plan: 'pro' });
    expect(ledger.states().every((state) => !state.includes('INTENDED'))).toBe(true);
  });

  it('marks what has landed, and writes nothing', async () => {
    stored.set('a', { plan: 'free' });
    const payload = await intend('a', { plan: 'pro' });
    stored.set('a', payload);
    expect(await sweep('a')).toBe('LANDED');
    expect(stored.get('a')).toBe(payload);
  });

  it('takes what is stored as it is, where it may not be repaired', async () => {
    stored.set('a', { plan: 'free' });
    await intend('a', { plan: 'pro' });
    expect(await sweep('a', false)).toBe('ADOPTED');
    expect(stored.get('a')).toEqual({ plan: 'free' });
  });

  it('records the end of one that is not there any more', async () => {
    stored.set('a', { plan: 'free' });
    await intend('a', { plan: 'pro' });
    stored.delete('a');
    expect(await sweep('a')).toBe('ENDED');
    expect(ledger.heads.size).toBe(0);
  });
});
