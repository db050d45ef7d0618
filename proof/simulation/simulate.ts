import { ClaimsetError } from '../../src/claims/errors.ts';
import { isSameJson, mergeClaims, threeWayMerge } from '../../src/claims/merge.ts';
import type { ComputeClaims } from '../../src/claims/ports.ts';
import type { ClaimsPatch, ClaimsPayload } from '../../src/claims/types.ts';
import { withoutMarker } from '../../src/ledger/marker.ts';
import { checkHistory, explain, type Operation } from '../history/linearizable.ts';
import { VirtualClock } from './clock.ts';
import { SimulatedCore } from './core.ts';
import { SimulatedDatabase } from './ledger.ts';
import { SimulatedLocks } from './locks.ts';
import { SimulatedProcess, STREAM, type World } from './process.ts';
import { Random } from './random.ts';
import { type Rule, theRule } from './rules.ts';
import { Trace } from './trace.ts';

/** What became of one seed. */
export interface Simulated {
  readonly seed: number;
  /** Null where everything that is promised held. */
  readonly failure: string | null;
  readonly trace: readonly string[];
  readonly counts: Readonly<Record<Operation['outcome'], number>>;
}

const CLIENTS = 3;
const STEPS_OF_A_CLIENT = 5;
const INITIAL: ClaimsPayload = { admin: true, a: 0 };
/** Written by somebody around Claimset, who may lose it: it is looked at only when all is quiet. */
const OUTSIDE_KEY = 'outside';
/** Longer than the third sweep after the last write that could be late. */
const QUIET_MILLIS = 90_000;

/**
 * Simulates some minutes of three clients, two processes, a core and a ledger, all from one seed: writes that are
 * dropped, late, sent twice or not answered, a ledger that refuses or loses answers, locks that are lost, crashes,
 * writes around everybody. What must hold: the clients' history has an order; nothing stays open; what is stored is
 * what the log says. `rule`: how sessions are changed, for faulty ones.
 */
export async function simulate(seed: number, rule: Rule = theRule): Promise<Simulated> {
  const clock = VirtualClock.start();
  const stage = new Stage(new Random(seed), clock, rule);
  try {
    const failure = await clock.runUntil(stage.play());
    return { seed, failure, trace: stage.world.trace.lines, counts: stage.counts() };
  } finally {
    stage.world.database.close();
    clock.stop();
  }
}

class Stage {
  readonly world: World;
  readonly #random: Random;
  readonly #operations: Operation[] = [];
  readonly #processes: SimulatedProcess[];
  readonly #rule: Rule;
  #restarts = 0;

  constructor(random: Random, clock: VirtualClock, rule: Rule) {
    this.#random = random;
    this.#rule = rule;
    const trace = new Trace(clock);
    const core = new SimulatedCore({ clock, random, trace }, INITIAL, {
      isDropped: random.next() * 0.15,
      isLate: random.next() * 0.4,
      isAnswerLost: random.next() * 0.15,
      isSentTwice: random.next() * 0.1,
    });
    const faults = { isRefused: random.next() * 0.05, isAnswerLost: random.next() * 0.03 };
    const database = new SimulatedDatabase({ clock, random }, faults);
    this.world = { clock, core, database, locks: new SimulatedLocks(), trace };
    this.#processes = ['P1', 'P2'].map((name) => new SimulatedProcess(name, this.world));
  }

  counts(): Record<Operation['outcome'], number> {
    const count = (outcome: Operation['outcome']) => this.#operations.filter((one) => one.outcome === outcome).length;
    return { DONE: count('DONE'), NOT_DONE: count('NOT_DONE'), UNKNOWN: count('UNKNOWN') };
  }

  async play(): Promise<string | null> {
    let isOver = false;
    const nemesis = this.#nemesis(() => isOver);
    await Promise.all(Array.from({ length: CLIENTS }, (_, at) => this.#client(`client ${at + 1}`)));
    isOver = true;
    await nemesis;
    this.world.database.faults = { isRefused: 0, isAnswerLost: 0 };
    await this.world.core.calmDown();
    await this.world.clock.sleep(QUIET_MILLIS);
    await this.world.core.calmDown();
    const failure = (await this.#quiet()) ?? (await this.#judge());
    await Promise.all(this.#processes.map((one) => one.close()));
    return failure;
  }

  async #client(name: string): Promise<void> {
    let token = INITIAL;
    for (let step = 1; step <= STEPS_OF_A_CLIENT; step += 1) {
      await this.world.clock.sleep(this.#random.between(0, 400));
      const seen = await this.#step(name, token);
      if (seen !== null && this.#random.chance(0.5)) token = seen;
    }
  }

  async #step(client: string, token: ClaimsPayload): Promise<ClaimsPayload | null> {
    const process = this.#process();
    if (this.#random.chance(0.25))
      return this.#observe(
        client,
        'reads',
        (claims) => claims,
        () => process.read(),
        process,
      );
    const patch = this.#patch();
    const isByToken = this.#random.chance(0.4);
    // Whoever hands a whole payload over means what they did to the token they had.
    const compute: ComputeClaims<ClaimsPayload> = ({ payload }) => {
      const next = isByToken
        ? threeWayMerge(token, mergeClaims(token, patch, 'MERGE'), payload)
        : mergeClaims(payload, patch, 'MERGE');
      return { next, named: Object.keys(patch), result: withoutMarker(next) };
    };
    const apply = (claims: ClaimsPayload): ClaimsPayload =>
      isByToken
        ? threeWayMerge(token, mergeClaims(token, patch, 'MERGE'), claims)
        : mergeClaims(claims, patch, 'MERGE');
    const about = `${isByToken ? `from ${JSON.stringify(token)} ` : ''}${JSON.stringify(patch)}`;
    const ruled = { rule: this.#rule, token, isByToken };
    return this.#observe(client, about, apply, () => process.change(about, compute, ruled), process);
  }

  async #observe(
    client: string,
    about: string,
    apply: Operation['apply'],
    work: () => Promise<ClaimsPayload>,
    process: SimulatedProcess,
  ): Promise<ClaimsPayload | null> {
    const { trace } = this.world;
    const startedAtMillis = trace.elapsedMillis;
    const { outcome, seen } = await this.#outcomeOf(work, process);
    const endedAtMillis = trace.elapsedMillis;
    trace.say(`${client} at ${process.name}: ${about}: ${outcome}${seen === null ? '' : ` ${JSON.stringify(seen)}`}`);
    this.#operations.push({ client, about, startedAtMillis, endedAtMillis, apply, seen, outcome });
    return seen;
  }

  async #outcomeOf(
    work: () => Promise<ClaimsPayload>,
    process: SimulatedProcess,
  ): Promise<Pick<Operation, 'outcome' | 'seen'>> {
    let forget = (): void => undefined;
    const dead = new Promise<null>((resolve) => {
      forget = process.onDeath(() => {
        resolve(null);
      });
    });
    try {
      const seen = await Promise.race([work(), dead]);
      return seen === null ? { outcome: 'UNKNOWN', seen } : { outcome: 'DONE', seen: withoutOutside(seen) };
    } catch (error) {
      if (!(error instanceof ClaimsetError)) throw error;
      return { outcome: error.outcome === 'UNKNOWN' ? 'UNKNOWN' : 'NOT_DONE', seen: null };
    } finally {
      forget();
    }
  }

  async #nemesis(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.world.clock.sleep(this.#random.between(50, 600));
      const fault = this.#random.between(1, 12);
      if (fault === 1) this.#crash();
      else if (fault <= 3) this.#process().loseLock();
      else if (fault === 4) this.#outside(true);
    }
  }

  #crash(): void {
    const at = this.#random.between(0, this.#processes.length - 1);
    this.#processes[at]?.crash();
    this.#restarts += 1;
    this.#processes[at] = new SimulatedProcess(`P${at + 1}.${this.#restarts}`, this.world);
  }

  /**
   * Whoever reads a payload, changes it and writes it back keeps its marker. A payload without one, on top of a write
   * that landed late, cannot be told from one that was made of stale claims: that is promised nowhere.
   */
  #outside(keepsMarker: boolean): void {
    const value = this.#random.between(1, 9);
    this.world.core.change(
      (payload) => ({ ...(keepsMarker ? payload : withoutMarker(payload)), [OUTSIDE_KEY]: value }),
      `somebody writes ${OUTSIDE_KEY}: ${value} around Claimset`,
    );
  }

  #process(): SimulatedProcess {
    const [first, ...others] = this.#processes;
    if (first === undefined) throw new Error('there is no process');
    return this.#random.pick([first, ...others]);
  }

  #patch(): ClaimsPatch {
    const key = this.#random.pick(['a', 'b', 'c', 'admin']);
    if (key === 'admin') return { admin: this.#random.chance(0.7) ? null : true };
    return { [key]: this.#random.chance(0.2) ? null : this.#random.between(0, 5) };
  }

  /** When all is quiet, a write around Claimset is lawful: it must stay. */
  async #quiet(): Promise<string | null> {
    const last = this.#process();
    const change = (about: string) =>
      last.change(about, ({ payload }) => ({ next: payload, result: payload }), {
        rule: theRule,
        token: INITIAL,
        isByToken: false,
      });
    await change('the next who comes');
    await this.world.clock.sleep(1_000);
    this.#outside(this.#random.chance(0.5));
    const wanted = this.world.core.payload[OUTSIDE_KEY] ?? null;
    await change('the one after');
    await this.world.clock.sleep(1_000);
    const found = this.world.core.payload[OUTSIDE_KEY] ?? null;
    return isSameJson(wanted, found)
      ? null
      : `a write around Claimset was undone: ${JSON.stringify({ wanted, found })}`;
  }

  async #judge(): Promise<string | null> {
    const ledger = this.world.database.connect(() => true);
    const view = (await ledger.read([STREAM], new Map([[STREAM, 0]]))).get(STREAM);
    const open = (view?.entries ?? []).filter(({ state }) => state === 'INTENDED').map(({ seq }) => seq);
    if (open.length > 0) return `entries stay open: ${open.join(', ')}`;
    const stored = withoutMarker(this.world.core.payload);
    if (view?.head != null && !isSameJson(view.head.payload, stored)) {
      return `the log says ${JSON.stringify(view.head.payload)}, stored is ${JSON.stringify(stored)}`;
    }
    const final = withoutOutside(stored);
    const verdict = checkHistory(this.#operations, INITIAL, final);
    return verdict.isLinearizable ? null : explain(verdict, INITIAL, final);
  }
}

function withoutOutside(payload: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== OUTSIDE_KEY));
}
