import type { Change } from '../../claims/history/types.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { intendAdoption, type IntendOptions, intendRepair, type Intent } from '../intend.ts';
import type { Ledger } from '../ledger.ts';
import type { Settled } from '../settle.ts';
import { settleStream } from '../settle-stream.ts';
import type { MayRepair } from './repairs.ts';
import type { SweepOutcome } from './sweeper.ts';

/** The stream's place in the core, while its lock is held. */
export interface StreamStore {
  /** What is stored now; null where the session has ended. */
  read(): Promise<ClaimsPayload | null>;
  /** Sends the payload once. False where the session has ended; throws where the core did not answer. */
  write(payload: ClaimsPayload): Promise<boolean>;
}

/** What of a ledger is used to sweep. */
type SweptLedger = Pick<Ledger, 'read' | 'intend' | 'withdraw' | 'applied' | 'unanswered' | 'end'>;

export interface SweepOptions {
  readonly ledger: SweptLedger;
  readonly store: StreamStore;
  readonly options: () => IntendOptions;
  /** The change under which a repair, or the end of a session, is recorded. */
  readonly systemChange: () => Change;
  readonly mayRepair: MayRepair;
  /** What else an entry stands for, before it counts as applied: standing claims have to reach the sessions. */
  readonly beforeMark?: (settled: Settled) => Promise<void>;
}

/** Brings a stream to where its log is; to be called under its lock. */
export async function sweepStream(sweep: SweepOptions): Promise<SweepOutcome> {
  const { ledger, store, options, systemChange, mayRepair, beforeMark = nothing } = sweep;
  const { stream } = options();
  const settled = await settleStream(ledger, stream, () => store.read());
  if (settled === null) {
    const userId = (await ledger.read([stream])).get(stream)?.head?.userId;
    const change = systemChange();
    await ledger.end([{ stream, change: { ...change, userId: userId ?? change.userId } }]);
    return 'ENDED';
  }
  if (settled.landedSeq !== null) {
    await beforeMark(settled);
    await ledger.applied([{ stream, seq: settled.landedSeq, isAnswered: false }]);
  }
  const intent = mayRepair(settled.seen)
    ? intendRepair(settled, systemChange(), options())
    : intendAdoption(settled, options());
  if (intent === null) return settled.landedSeq === null ? 'SETTLED' : 'LANDED';
  // Somebody else has written since: their write is looked at in its own turn.
  if ((await ledger.intend([intent]))[0] === 'TAKEN') return 'SETTLED';
  if (intent.payload === null) return 'ADOPTED';
  return send(sweep, intent, intent.payload, () => beforeMark(settled));
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

async function send(
  { ledger, store, systemChange }: SweepOptions,
  intent: Intent,
  payload: ClaimsPayload,
  beforeMark: () => Promise<void>,
): Promise<SweepOutcome> {
  const {
    stream,
    head: { seq },
  } = intent;
  let isThere: boolean;
  try {
    isThere = await store.write(payload);
  } catch (error) {
    await ledger.unanswered([{ stream, seq }]);
    throw error;
  }
  if (isThere) {
    await beforeMark();
    await ledger.applied([{ stream, seq, isAnswered: true }]);
    return 'REPAIRED';
  }
  await ledger.withdraw(intent);
  await ledger.end([{ stream, change: systemChange() }]);
  return 'ENDED';
}
