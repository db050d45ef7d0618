import type { ComputeClaims } from '../../src/claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../src/claims/types.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { settleStream } from '../../src/ledger/settle-stream.ts';
import type { MayRepair } from '../../src/ledger/sweep/repairs.ts';
import { sweepStream } from '../../src/ledger/sweep/sweep-stream.ts';
import { startSweeper, type Sweeper } from '../../src/ledger/sweep/sweeper.ts';
import type { ClaimsLock } from '../../src/locks/lock.ts';
import { Journal, recordAs, sessionStream, SYSTEM } from '../../src/supertokens/lossless/journal.ts';
import type { PayloadStore } from '../../src/supertokens/lossless/payload-store.ts';
import { DEFAULT_TIME_LIMITS } from '../../src/supertokens/lossless/section.ts';
import { type Exclusively, exclusively } from '../../src/supertokens/lossless/together/exclusively.ts';
import type { VirtualClock } from './clock.ts';
import type { SimulatedCore } from './core.ts';
import type { SimulatedDatabase } from './ledger.ts';
import type { LocksOfProcess, SimulatedLocks } from './locks.ts';
import type { Rule } from './rules.ts';
import type { Trace } from './trace.ts';

const HANDLE = 'the-session';
export const STREAM = sessionStream(HANDLE);

export interface World {
  readonly clock: VirtualClock;
  readonly core: SimulatedCore;
  readonly database: SimulatedDatabase;
  readonly locks: SimulatedLocks;
  readonly trace: Trace;
}

/** How a change is asked for. */
export interface Manner {
  readonly rule: Rule;
  /** What the caller saw before. */
  readonly token: ClaimsPayload;
  /** It comes with that as an access token, and not by the session's handle. */
  readonly isByToken: boolean;
}

/** A server process: the real rule, journal and sweeper, on a simulated core, ledger and lock. */
export class SimulatedProcess {
  readonly name: string;
  readonly #world: World;
  readonly #locks: LocksOfProcess;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #sweeper: Sweeper;
  readonly #deaths = new Set<() => void>();
  isAlive = true;

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
    this.#locks = world.locks.ofProcess(() => this.isAlive);
    this.#ledger = world.database.connect(() => this.isAlive);
    this.#journal = new Journal({ ledger: this.#ledger, onError: () => undefined });
    this.#sweeper = startSweeper({
      ledger: this.#ledger,
      sweep: (_stream, mayRepair) => this.#sweep(mayRepair),
      onAlarm: () => undefined,
      onError: () => undefined,
      timers: { after: (millis, callback) => this.#after(millis, callback) },
    });
  }

  /** Changes the session as the server does. @throws ClaimsetError */
  async change(
    about: string,
    compute: ComputeClaims<ClaimsPayload>,
    { rule, token, isByToken }: Manner,
  ): Promise<ClaimsPayload> {
    const recording = recordAs(this.#journal, STREAM, this.#journal.newChange({ actor: SYSTEM }));
    const exclusively = this.#exclusively();
    const outcome = await rule({
      exclusively,
      store: this.#store(about, isByToken ? accessTokenOf(token) : null),
      compute,
      recording,
      token,
    });
    if (outcome.kind === 'ended') throw new Error('the session never ends');
    return outcome.result;
  }

  /** The claims as the server shows them: what is stored, with what the log says of it. */
  async read(): Promise<ClaimsPayload> {
    const settled = await settleStream(this.#ledger, STREAM, () => this.#fromCore());
    if (settled === null) throw new Error('the session never ends');
    return settled.current;
  }

  /** Whoever waits for it is told so by the connection; the function that is given forgets them. */
  onDeath(tell: () => void): () => void {
    this.#deaths.add(tell);
    return () => this.#deaths.delete(tell);
  }

  /** Nothing that was awaited here comes any more, and its locks are free; what it has sent is on its way. */
  crash(): void {
    this.isAlive = false;
    this.#locks.free();
    for (const tell of this.#deaths) tell();
    this.#world.trace.say(`${this.name}: CRASH`);
  }

  /** Its lock is gone, and it does not know. */
  loseLock(): void {
    if (this.#locks.lose()) this.#world.trace.say(`${this.name}: its lock is lost`);
  }

  close(): Promise<void> {
    return this.#sweeper.close();
  }

  #exclusively(): Exclusively {
    return exclusively(this.#lock(), HANDLE, DEFAULT_TIME_LIMITS);
  }

  #lock(): ClaimsLock {
    return this.#locks;
  }

  #store(about: string, accessToken: string | null): PayloadStore<true> {
    return {
      ...{ accessToken, answer: undefined, follow: () => Promise.resolve(true) },
      read: async () => storedSession(await this.#fromCore()),
      write: async (next) => {
        await this.#toCore(next, about);
        return true;
      },
    };
  }

  async #fromCore(): Promise<ClaimsPayload> {
    const payload = await this.#world.core.read();
    return this.isAlive ? payload : new Promise(() => undefined);
  }

  async #toCore(next: ClaimsPayload, about: string): Promise<void> {
    if (!this.isAlive) return new Promise(() => undefined);
    this.#world.trace.say(`${this.name}: sends ${about}: ${JSON.stringify(next)}`);
    await this.#world.core.write(next, `${this.name}'s write of ${about}`);
    if (this.#isDead()) return new Promise(() => undefined);
  }

  #isDead(): boolean {
    return !this.isAlive;
  }

  #sweep(mayRepair: MayRepair) {
    return this.#exclusively()((section) =>
      sweepStream({
        ledger: this.#ledger,
        store: {
          read: () => section.read(() => this.#fromCore()),
          write: async (payload) => {
            await section.send(() => this.#toCore(payload, 'a repair'));
            return true;
          },
        },
        options: () => this.#journal.intendOptions(STREAM, null),
        systemChange: () => this.#journal.newChange({ actor: SYSTEM }),
        mayRepair,
      }),
    );
  }

  #after(millis: number, callback: () => void): () => void {
    let isCancelled = false;
    void this.#world.clock.sleep(millis).then(() => {
      if (!isCancelled && this.isAlive) callback();
    });
    return () => {
      isCancelled = true;
    };
  }
}

function storedSession(payload: ClaimsPayload): StoredSession {
  return {
    handle: HANDLE,
    userId: 'a-user',
    recipeUserId: 'a-user',
    tenantId: 'public',
    payload,
    createdAtMillis: 0,
    expiresAtMillis: Number.MAX_SAFE_INTEGER,
  };
}

/** Unsigned: nobody here verifies it, but a faulty rule may read it. */
function accessTokenOf(claims: ClaimsPayload): string {
  return `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}
