/** How long each part of one change of a session takes, and how much of it there is. */
export interface WritePath {
  /** The server process: it has one core for its JavaScript. */
  readonly cpuMillis: number;
  /** One commit of the ledger, however many intents it carries: PostgreSQL lets several commit at once. */
  readonly commitMillis: number;
  /** PostgreSQL's work for one change: lock, read, intent and mark. */
  readonly databaseMillis: number;
  readonly databaseCores: number;
  /** The session core's work for one change: a read, a signature, a write and its commit. */
  readonly coreMillis: number;
  readonly coreCores: number;
  /** There and back in the network, each time. */
  readonly tripMillis: number;
  /** Changes that one process can have under way. */
  readonly lockConnections: number;
}

export interface Load extends WritePath {
  readonly processes: number;
  /** Changes that arrive in all, of sessions that nobody else changes at that moment. */
  readonly perSecond: number;
}

export interface Carried {
  readonly processes: number;
  readonly perSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** How much of the time each part works. */
  readonly busy: { readonly cpu: number; readonly database: number; readonly core: number };
}

const SECONDS = 20;
const MAX_TOGETHER = 100;

/** Lets changes arrive at random for a while, and follows each from the request to the answer. */
export function simulateWrites(load: Load): Carried {
  const clock = new Clock();
  const random = randomFrom(1);
  const shared: Shared = {
    ...{ clock, load, random },
    database: new Station(clock, load.databaseCores),
    core: new Station(clock, load.coreCores),
  };
  const processes = Array.from({ length: load.processes }, () => new Process(shared));
  const latencies: number[] = [];
  let turn = 0;
  const arrive = (): void => {
    const begunAtMillis = clock.now;
    processes[(turn += 1) % processes.length]?.change(() => latencies.push(clock.now - begunAtMillis));
    clock.after(about(1_000 / load.perSecond, random), arrive);
  };
  arrive();
  clock.runUntil(SECONDS * 1_000);
  latencies.sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? NaN;
  const cpu = processes.reduce((sum, one) => sum + one.cpu.busy(), 0) / processes.length;
  return {
    processes: load.processes,
    perSecond: latencies.length / SECONDS,
    p50Millis: at(0.5),
    p99Millis: at(0.99),
    busy: { cpu, database: shared.database.busy(), core: shared.core.busy() },
  };
}

interface Shared {
  readonly clock: Clock;
  readonly load: Load;
  readonly random: () => number;
  readonly database: Station;
  readonly core: Station;
}

/** Work takes longer at times: exponentially distributed around its mean. */
function about(meanMillis: number, random: () => number): number {
  return -Math.log(1 - random()) * meanMillis;
}

class Process {
  readonly cpu: Station;
  readonly #shared: Shared;
  readonly #connections: Station;
  readonly #commits: Commits;

  constructor(shared: Shared) {
    const { clock, load } = shared;
    this.#shared = shared;
    this.cpu = new Station(clock, 1);
    this.#connections = new Station(clock, load.lockConnections);
    this.#commits = new Commits(clock, load.commitMillis + load.tripMillis);
  }

  change(done: () => void): void {
    const { load, random } = this.#shared;
    this.cpu.use(about(load.cpuMillis, random), () => {
      this.#connections.take((giveBack) => {
        this.#write(() => {
          giveBack();
          done();
        });
      });
    });
  }

  /** The lock, and then what is stored and the ledger at the same time; the intent; the write. */
  #write(done: () => void): void {
    const { clock, load, random, database, core } = this.#shared;
    clock.after(2 * load.tripMillis, () => {
      database.use(about(load.databaseMillis, random), () => {
        this.#commits.add(() => {
          core.use(about(load.coreMillis, random), () => {
            clock.after(load.tripMillis, done);
          });
        });
      });
    });
  }
}

export function showQueueing(rate: number, results: readonly Carried[]): string {
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  const rows = results.map(({ processes, perSecond, p50Millis, p99Millis, busy }) =>
    [
      ...[processes, perSecond.toFixed(0), p50Millis.toFixed(1), p99Millis.toFixed(1)],
      ...[percent(busy.cpu), percent(busy.database), percent(busy.core)],
    ].join(' | '),
  );
  const head = `processes | changes a second of ${rate} | p50 ms | p99 ms | a process | PostgreSQL | core`;
  return `| ${[head, head.replaceAll(/[^|]+/g, '---'), ...rows].join(' |\n| ')} |\n`;
}

/** Time that jumps to what is next. */
class Clock {
  readonly #due: { atMillis: number; run: () => void }[] = [];
  now = 0;

  after(millis: number, run: () => void): void {
    const atMillis = this.now + millis;
    let [low, high] = [0, this.#due.length];
    // The next one is at the end.
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle]?.atMillis ?? 0) > atMillis) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, { atMillis, run });
  }

  runUntil(millis: number): void {
    for (let next = this.#due.pop(); next !== undefined && next.atMillis <= millis; next = this.#due.pop()) {
      this.now = next.atMillis;
      next.run();
    }
    this.now = millis;
  }
}

/** Some places, and a queue before them. */
class Station {
  readonly #clock: Clock;
  readonly #places: number;
  readonly #queue: (() => void)[] = [];
  #taken = 0;
  #workedMillis = 0;

  constructor(clock: Clock, places: number) {
    this.#clock = clock;
    this.#places = places;
  }

  take(work: (giveBack: () => void) => void): void {
    const begin = (): void => {
      this.#taken += 1;
      work(() => {
        this.#taken -= 1;
        this.#queue.shift()?.();
      });
    };
    if (this.#taken < this.#places) begin();
    else this.#queue.push(begin);
  }

  use(millis: number, then: () => void): void {
    this.take((giveBack) => {
      this.#workedMillis += millis;
      this.#clock.after(millis, () => {
        giveBack();
        then();
      });
    });
  }

  busy(): number {
    return Math.min(1, this.#workedMillis / this.#places / this.#clock.now);
  }
}

/** Group commit: what comes while one is under way goes together in the next. */
class Commits {
  readonly #clock: Clock;
  readonly #millis: number;
  #queue: (() => void)[] = [];
  #isUnderWay = false;

  constructor(clock: Clock, millis: number) {
    this.#clock = clock;
    this.#millis = millis;
  }

  add(then: () => void): void {
    this.#queue.push(then);
    if (!this.#isUnderWay) this.#commit();
  }

  #commit(): void {
    const together = this.#queue.splice(0, MAX_TOGETHER);
    this.#isUnderWay = together.length > 0;
    if (!this.#isUnderWay) return;
    this.#clock.after(this.#millis, () => {
      this.#commit();
      for (const then of together) then();
    });
  }
}

/** The same numbers at each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
