import type { Ledger } from '../../src/ledger/ledger.ts';
import { ledgerOn } from '../../src/ledger/libsql/ledger.ts';
import type { Input, OperationName, Result } from '../../src/ledger/libsql/messages.ts';
import { type Operations, operations } from '../../src/ledger/libsql/operations.ts';
import { openSqlite, type Sqlite } from '../../src/ledger/libsql/sqlite.ts';
import { ledgerUnavailable } from '../../src/ledger/unavailable.ts';
import type { VirtualClock } from './clock.ts';
import type { Random } from './random.ts';

/** How badly the ledger's database behaves; probabilities of each call. */
export interface LedgerFaults {
  /** It does not answer, and nothing was done. */
  readonly isRefused: number;
  /** It was committed, and the answer is lost. */
  readonly isAnswerLost: number;
}

/** The real operations of the ledger's file, on a database in memory, at a distance. */
export class SimulatedDatabase {
  readonly #db: Sqlite = openSqlite(':memory:');
  readonly #known: Operations;
  readonly #clock: VirtualClock;
  readonly #random: Random;
  faults: LedgerFaults;

  constructor(world: { clock: VirtualClock; random: Random }, faults: LedgerFaults) {
    this.#clock = world.clock;
    this.#random = world.random;
    this.#known = operations(this.#db, () => this.#clock.nowMillis);
    this.faults = faults;
  }

  /** A connection of one process; `isAlive` false lets every answer be awaited for ever. */
  connect(isAlive: () => boolean): Ledger {
    return ledgerOn({
      call: (name, input) => this.#call(name, input, isAlive),
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
  }

  close(): void {
    this.#db.close();
  }

  async #call<K extends OperationName>(name: K, input: Input<K>, isAlive: () => boolean): Promise<Result<K>> {
    await this.#hop();
    if (!isAlive()) return new Promise(() => undefined);
    if (this.#random.chance(this.faults.isRefused)) throw ledgerUnavailable('NOT_APPLIED', new Error('simulated'));
    // Each operation is called with the input that belongs to its name.
    const operation = this.#known[name] as (input: Input<K>) => Result<K>;
    const result = this.#db.transaction(() => operation(input));
    await this.#hop();
    if (!isAlive()) return new Promise(() => undefined);
    if (this.#random.chance(this.faults.isAnswerLost)) throw ledgerUnavailable('UNKNOWN', new Error('simulated'));
    return result;
  }

  #hop(): Promise<void> {
    return this.#clock.sleep(this.#random.between(0, 3));
  }
}
