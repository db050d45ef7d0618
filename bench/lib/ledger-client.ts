import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from '../../test/ledger/session.ts';
import type { Client } from './load.ts';

const SESSIONS = 8;

/** Changes sessions of a ledger, one after the other; each change is intended and marked. */
export function ledgerClient(ledger: Ledger): Client {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => new Session(ledger, `writer-${at}`));
  let count = 0;
  return async () => {
    count += 1;
    await sessions[count % SESSIONS]?.apply({ count });
  };
}
