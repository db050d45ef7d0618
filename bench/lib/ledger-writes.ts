import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from '../../test/ledger/session.ts';

const SESSIONS = 8;
const WRITES_A_ROUND = 40;

/**
 * Lets two ledgers take changes in turn, so that the machine's noise hits both; each is intended and marked, one after
 * the other. Answers the milliseconds a change of each round, first ledger and second.
 */
export async function writesInTurn(
  ledgers: readonly [Ledger, Ledger],
  rounds: number,
): Promise<readonly (readonly [number, number])[]> {
  const [first, second] = [writerOn(ledgers[0]), writerOn(ledgers[1])];
  for (const write of [first, second]) await write();
  const taken: (readonly [number, number])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await first() : null;
    const ofSecond = await second();
    taken.push([early ?? (await first()), ofSecond]);
  }
  return taken;
}

/** Writes a round, and answers what a change took. */
function writerOn(ledger: Ledger): () => Promise<number> {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => new Session(ledger, `writer-${at}`));
  let count = 0;
  return async () => {
    const beganAt = performance.now();
    for (let write = 0; write < WRITES_A_ROUND; write += 1) {
      count += 1;
      await sessions[count % SESSIONS]?.apply({ count });
    }
    return (performance.now() - beganAt) / WRITES_A_ROUND;
  };
}
