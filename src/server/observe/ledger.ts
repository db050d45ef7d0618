import type { Ledger } from '../../ledger/ledger.ts';
import { tracedLedgerCall } from '../../tracing/calls.ts';

/** The same ledger, with a span for each call that a change waits for, and for its marks. */
export function observedLedger(ledger: Ledger): Ledger {
  return {
    ...ledger,
    read: (streams, from) => tracedLedgerCall('read', streams.length, () => ledger.read(streams, from)),
    intend: (intents, command) => tracedLedgerCall('intend', intents.length, () => ledger.intend(intents, command)),
    withdraw: (intent) => tracedLedgerCall('withdraw', 1, () => ledger.withdraw(intent)),
    applied: (landed) => tracedLedgerCall('applied', landed.length, () => ledger.applied(landed)),
    end: (ended) => tracedLedgerCall('end', ended.length, () => ledger.end(ended)),
  };
}
