import type { ComputeClaims } from '../../../src/claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../../src/claims/types.ts';
import { withoutMarker } from '../../../src/ledger/marker.ts';
import type { ClaimsLock } from '../../../src/locks/lock.ts';
import { Journal, recordAs, type Recording, sessionStream } from '../../../src/supertokens/lossless/journal.ts';
import type { PayloadStore } from '../../../src/supertokens/lossless/payload-store.ts';
import { changePayload } from '../../../src/supertokens/lossless/rule.ts';
import { DEFAULT_TIME_LIMITS } from '../../../src/supertokens/lossless/section.ts';
import { exclusively } from '../../../src/supertokens/lossless/together/exclusively.ts';
import { storedSession } from '../../claims/fakes.ts';
import { FakeLedger } from './fake-ledger.ts';

export const STREAM = sessionStream('a');
export const coreError = (status: number) =>
  new Error(`SuperTokens core threw an error for a PUT request with status code: ${status} and message: no`);

type Fate = 'lands' | 'is late' | 'is lost' | 'session has ended' | Error;

/** A lock that holds nobody back, a core without compare-and-set, and a ledger. */
export function world() {
  const [steps, errors, late]: [string[], unknown[], (() => void)[]] = [[], [], []];
  let stored = storedSession('a', 'user', 'public', { kept: 1 });
  let fate: Fate = 'lands';
  const ledger = new FakeLedger(steps);
  const journal = new Journal({ ledger, onError: (error) => errors.push(error) });
  const newProcess = (): ClaimsLock => ({
    acquire: () =>
      Promise.resolve({ assertHeld: () => Promise.reject(new Error('lost')), release: () => Promise.resolve(false) }),
    close: () => Promise.resolve(),
  });
  const lock = newProcess();
  const store: PayloadStore<string> = {
    ...{ accessToken: null, answer: undefined, follow: () => Promise.resolve('followed') },
    read: () => {
      steps.push('core.read');
      return Promise.resolve<StoredSession | null>(fate === 'session has ended' ? null : stored);
    },
    write: (payload) => {
      steps.push('core.write');
      const land = (): void => {
        stored = { ...stored, payload };
      };
      if (fate instanceof Error) return Promise.reject(fate);
      if (fate === 'session has ended') return Promise.resolve(null);
      if (fate === 'lands') land();
      else if (fate === 'is late') late.push(land);
      return fate === 'lands' ? Promise.resolve('token') : Promise.reject(coreError(504));
    },
  };
  const change = (compute: ComputeClaims<string>, from = lock, putThere: Recording['putThere'] = {}) => {
    const begun = journal.newChange({ actor: { kind: 'USER', id: 'user', name: null } });
    const alone = exclusively(from, 'a', DEFAULT_TIME_LIMITS);
    return changePayload(alone, store, compute, { ...recordAs(journal, STREAM, begun), putThere });
  };
  return {
    ...{ steps, errors, ledger, change, newProcess },
    next: (next: Fate) => {
      fate = next;
    },
    landLate: () => {
      for (const land of late.splice(0)) land();
    },
    stored: () => stored.payload,
    claims: () => withoutMarker(stored.payload),
    settled: () => journal.settled(),
  };
}

export const adding =
  (claims: ClaimsPayload): ComputeClaims<string> =>
  ({ payload }) => ({ next: { ...payload, ...claims }, named: Object.keys(claims), result: 'added' });
