import type { ComputeClaims } from '../../../src/claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../../src/claims/types.ts';
import { withoutMarker } from '../../../src/ledger/marker.ts';
import { inProcessLock } from '../../../src/locks/in-process.ts';
import { sessionLockKey } from '../../../src/locks/lock.ts';
import { Journal, recordAs, sessionStream } from '../../../src/supertokens/lossless/journal.ts';
import type { PayloadStore, SharedWrite } from '../../../src/supertokens/lossless/payload-store.ts';
import { changePayload } from '../../../src/supertokens/lossless/rule.ts';
import { DEFAULT_TIME_LIMITS } from '../../../src/supertokens/lossless/section.ts';
import { exclusively } from '../../../src/supertokens/lossless/together/exclusively.ts';
import { storedSession } from '../../claims/fakes.ts';
import { FakeLedger } from './fake-ledger.ts';

const STREAM = sessionStream('a');
const coreError = (status: number) =>
  new Error(`SuperTokens core threw an error for a PUT request with status code: ${status} and message: no`);

type Fate = 'lands' | 'is late' | 'is lost';

interface Ways {
  /** Without one, the lock alone keeps the order. */
  readonly hasLedger?: boolean;
  readonly waitMillis?: number;
}

/** A session that several change at once, in one process. */
export function world({ hasLedger = true, waitMillis }: Ways = {}) {
  const steps: string[] = [];
  let begin: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const late: (() => void)[] = [];
  const followed: (SharedWrite & { readonly by: string })[] = [];
  let stored = storedSession('a', 'user', 'public', { kept: 1 });
  let fate: Fate = 'lands';
  let refuses: (payload: ClaimsPayload) => boolean = () => false;
  const ledger = new FakeLedger(steps);
  const journal = new Journal({ ledger, onError: () => undefined });
  const lock = inProcessLock(waitMillis === undefined ? {} : { waitMillis });
  const storeOf = (accessToken: string | null): PayloadStore<string> => ({
    accessToken,
    answer: undefined,
    read: () => {
      steps.push('core.read');
      begin();
      return Promise.resolve<StoredSession | null>(stored);
    },
    write: (payload) => {
      steps.push(`core.write by ${accessToken ?? 'handle'}`);
      if (refuses(payload)) return Promise.reject(coreError(400));
      const land = (): void => {
        stored = { ...stored, payload };
      };
      if (fate === 'is late') late.push(land);
      if (fate !== 'lands') return Promise.reject(coreError(504));
      land();
      return Promise.resolve('written');
    },
    follow: (write) => {
      followed.push({ ...write, by: accessToken ?? 'handle' });
      return Promise.resolve('followed');
    },
  });
  const change = (compute: ComputeClaims<string>, accessToken: string | null = null, key?: string) => {
    const command = key === undefined ? {} : { command: { caller: 'user', key, inputHash: '' } };
    const begun = { ...journal.newChange({ actor: { kind: 'USER', id: 'user', name: null } }), ...command };
    const alone = exclusively(lock, 'a', DEFAULT_TIME_LIMITS);
    return changePayload(alone, storeOf(accessToken), compute, hasLedger ? recordAs(journal, STREAM, begun) : null);
  };
  /** Lets those begin together that are begun by `begin`. */
  const together = async <T>(begin: () => readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> => {
    const held = await lock.acquire(sessionLockKey('a'));
    const begun = begin();
    await held.release();
    return Promise.allSettled(begun);
  };
  return {
    ...{ steps, followed, ledger, lock, change, together, reading },
    next: (next: Fate) => (fate = next),
    refuse: (which: (payload: ClaimsPayload) => boolean) => (refuses = which),
    landLate: () => {
      for (const land of late.splice(0)) land();
    },
    stored: () => stored.payload,
    claims: () => withoutMarker(stored.payload),
    settled: () => journal.settled(),
  };
}

export const adding =
  (claims: ClaimsPayload, result = 'added'): ComputeClaims<string> =>
  ({ payload }) => ({ next: { ...payload, ...claims }, named: Object.keys(claims), result });
