import type { ClaimsPayload } from '../../src/claims/types.ts';
import type { VirtualClock } from './clock.ts';
import type { Random } from './random.ts';
import type { Trace } from './trace.ts';

/** How badly the network behaves between a process and the core; probabilities of each request. */
export interface NetworkFaults {
  readonly isDropped: number;
  readonly isLate: number;
  readonly isAnswerLost: number;
  readonly isSentTwice: number;
}

const CALM: NetworkFaults = { isDropped: 0, isLate: 0, isAnswerLost: 0, isSentTwice: 0 };
const LATE_MILLIS = 45_000;

/** A session core as far as one session goes: it replaces what is stored, without comparing; behind a network. */
export class SimulatedCore {
  readonly #clock: VirtualClock;
  readonly #random: Random;
  readonly #trace: Trace;
  readonly #flights = new Set<Promise<void>>();
  faults: NetworkFaults;
  payload: ClaimsPayload;

  constructor(
    world: { clock: VirtualClock; random: Random; trace: Trace },
    payload: ClaimsPayload,
    faults: NetworkFaults,
  ) {
    this.#clock = world.clock;
    this.#random = world.random;
    this.#trace = world.trace;
    this.payload = payload;
    this.faults = faults;
  }

  async read(): Promise<ClaimsPayload> {
    await this.#hop();
    const { payload } = this;
    await this.#hop();
    return payload;
  }

  /** Resolves when the core's answer has come; what has been sent may land much later, or never. */
  async write(payload: ClaimsPayload, about: string): Promise<void> {
    const { isDropped, isLate, isAnswerLost, isSentTwice } = this.faults;
    const landing = this.#flight(payload, about, { isDropped, isLate });
    if (this.#random.chance(isSentTwice)) void this.#flight(payload, `${about}, again,`, { isDropped, isLate: 1 });
    const hasLanded = await landing;
    if (!hasLanded || this.#random.chance(isAnswerLost)) await new Promise<never>(() => undefined);
    await this.#hop();
  }

  /** Somebody changes what is stored, around everybody. */
  change(change: (payload: ClaimsPayload) => ClaimsPayload, about: string): void {
    this.payload = change(this.payload);
    this.#trace.say(`core: ${about}; stored ${JSON.stringify(this.payload)}`);
  }

  /** From now on the network behaves; resolves when all that is under way has landed. */
  async calmDown(): Promise<void> {
    this.faults = CALM;
    while (this.#flights.size > 0) await Promise.all(this.#flights);
  }

  #flight(payload: ClaimsPayload, about: string, odds: Pick<NetworkFaults, 'isDropped' | 'isLate'>): Promise<boolean> {
    const isDropped = this.#random.chance(odds.isDropped);
    const millis = this.#random.chance(odds.isLate)
      ? this.#random.between(2_000, LATE_MILLIS)
      : this.#random.between(1, 8);
    const landing = (async (): Promise<boolean> => {
      await this.#clock.sleep(millis);
      if (isDropped) {
        this.#trace.say(`network: ${about} is dropped`);
        return false;
      }
      this.change(() => payload, `${about} lands after ${millis} ms`);
      return true;
    })();
    const flight = landing.then(() => {
      this.#flights.delete(flight);
    });
    this.#flights.add(flight);
    return landing;
  }

  #hop(): Promise<void> {
    return this.#clock.sleep(this.#random.between(1, 5));
  }
}
