import { ClaimsetError } from '../claims/errors.ts';
import type { Stream, StreamView } from '../claims/history/types.ts';
import type { ClaimsPayload } from '../claims/types.ts';
import type { Ledger } from './ledger.ts';
import { settle, type Settled } from './settle.ts';
import { ledgerUnavailable } from './unavailable.ts';

/** More than a rival's entry or two between two reads is no chance. */
const MAX_READS = 4;

/**
 * Reads the ledger and the core once, at the same time, and says what they mean together; null where the session has
 * ended. Where the core has stored what the ledger as it was read does not know, the ledger alone is read once more.
 * @throws ClaimsetError LEDGER_UNAVAILABLE (NOT_APPLIED), and what `read` throws
 */
export async function settleStream(
  ledger: Pick<Ledger, 'read'>,
  stream: Stream,
  read: () => Promise<ClaimsPayload | null>,
): Promise<Settled | null> {
  const [first, stored] = await Promise.all([onlyRead(ledger.read([stream])), read()]);
  if (stored === null) return null;
  let [view, isReadAfterCore] = [viewOf(first, stream), false];
  for (let reads = 1; reads <= MAX_READS; reads += 1) {
    const settled = settle(stored, view, isReadAfterCore);
    if (settled.status === 'SETTLED') return settled;
    view = viewOf(await onlyRead(ledger.read([stream], new Map([[stream, settled.from]]))), stream);
    isReadAfterCore = true;
  }
  throw ledgerUnavailable('NOT_APPLIED', new Error('The entries that a payload names could not be read.'));
}

function viewOf(views: ReadonlyMap<Stream, StreamView>, stream: Stream): StreamView {
  return views.get(stream) ?? { head: null, entries: [], completeFrom: 0 };
}

/** Whatever became of a read, nothing was written by it. */
async function onlyRead<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof ClaimsetError ? ledgerUnavailable('NOT_APPLIED', error.cause) : error;
  }
}
