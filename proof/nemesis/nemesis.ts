import { setTimeout as sleep } from 'node:timers/promises';

import { Random } from '../simulation/random.ts';
import { Book, type Seat } from './book.ts';
import { begin, Client, type Surroundings, turnOver } from './clients.ts';
import { explain } from './explain.ts';
import { LONG_PAUSE_MILLIS, longPause, plague } from './faults.ts';
import type { Outcome } from './history.ts';
import { type Found, judge, type Violation } from './judge.ts';
import { readLedger, type Recorded } from './records.ts';
import { embeddedStage, postgresStage, type Stage, type StageOptions } from './stage.ts';

/** How much is to be done; whichever comes last. */
export interface Goal {
  readonly operations: number;
  readonly seconds: number;
  /** What was left unknown must be known by then: 60 by default. */
  readonly settledWithinSeconds?: number;
}

/** What was counted. The last four must be 0. */
export interface Counts {
  readonly operations: number;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly notApplied: number;
  readonly kills: number;
  readonly faults: number;
  readonly landedLate: number;
  readonly seconds: number;
  readonly settledAfterSeconds: number;
  readonly lost: number;
  readonly resurrected: number;
  readonly unrecorded: number;
  readonly leftOpen: number;
}

/** The counts, and of each of the first violations how it came about. */
export interface Campaign {
  readonly counts: Counts;
  readonly examples: readonly string[];
}

const SEATS = 5;
const CLIENTS_OF_A_SEAT = 2;
/** One change in so many is followed by another session of the user. */
const CHANGES_OF_A_SESSION = 40;
const SETTLED_WITHIN_SECONDS = 60;
const LOOK_EVERY_MILLIS = 500;
const EXAMPLES = 5;
/** In a run of so many there is time for a long pause. */
const LONG_OPERATIONS = 5_000;

/** One server with everything in itself. */
export async function nemesisEmbedded(goal: Goal, seed: number): Promise<Campaign> {
  return campaign(await embeddedStage(), goal, seed);
}

/** Two servers and an application on PostgreSQL. */
export async function nemesisOnPostgres(goal: Goal, seed: number, options: StageOptions = {}): Promise<Campaign> {
  return campaign(await postgresStage(options), goal, seed);
}

async function campaign(stage: Stage, goal: Goal, seed: number): Promise<Campaign> {
  const around = { stage, book: new Book(), random: new Random(seed) };
  const { book } = around;
  try {
    const seats = await Promise.all(Array.from({ length: SEATS }, (_, at) => seatAt(at, seed, around)));
    await disturb(around, seats, goal);
    const seconds = book.nowMillis / 1_000;
    await stage.network?.landAll();
    const { found, violations } = await settle(around, goal);
    const settledAfterSeconds = Math.round(book.nowMillis / 1_000 - seconds);
    return {
      counts: { ...count(around, violations), seconds: Math.round(seconds), settledAfterSeconds },
      examples: violations.slice(0, EXAMPLES).map((one) => explain(one, book, found)),
    };
  } finally {
    await stage.stop();
  }
}

async function seatAt(at: number, seed: number, around: Surroundings): Promise<Seat> {
  const email = `nemesis-${seed}-${at}-${Date.now()}@example.com`;
  return { email, ...(await begin(email, 'signup', around)) };
}

/** Everybody changes claims, while everything goes wrong. */
async function disturb(around: Surroundings, seats: readonly Seat[], goal: Goal): Promise<void> {
  const { book, random } = around;
  const isOver = (): boolean => book.operations >= goal.operations && book.nowMillis >= goal.seconds * 1_000;
  const clients = seats.flatMap((seat, at) =>
    Array.from({ length: CLIENTS_OF_A_SEAT }, async (_, which) => {
      const client = new Client(`c${at}${which}`, seat, around);
      while (!isOver()) {
        await client.step();
        if (which === 0 && random.chance(1 / CHANGES_OF_A_SESSION)) await turnOver(seat, around);
      }
    }),
  );
  const isLong = goal.seconds * 1_000 > LONG_PAUSE_MILLIS || goal.operations >= LONG_OPERATIONS;
  await Promise.all([...clients, plague(around, isOver), ...(isLong ? [longPause(around)] : [])]);
}

/** Waits until nothing is wrong any more, or it should not be. */
async function settle(
  { stage, book }: Surroundings,
  { settledWithinSeconds = SETTLED_WITHIN_SECONDS }: Goal,
): Promise<{ found: Found; violations: readonly Violation[] }> {
  const beganAtMillis = book.nowMillis;
  for (;;) {
    const isLate = book.nowMillis - beganAtMillis > settledWithinSeconds * 1_000;
    const isOpen = (await readAll(stage, { status: 'INTENDED' })).length > 0;
    if (!isOpen || isLate) {
      const ledger = await readAll(stage);
      const found = { ledger, stored: await stage.stored(book.sessions.map(({ handle }) => handle)) };
      const violations = judge(book, found);
      if (violations.length === 0 || isLate) return { found, violations };
    }
    await sleep(LOOK_EVERY_MILLIS);
  }
}

async function readAll(stage: Stage, where?: object): Promise<readonly Recorded[]> {
  const [server] = stage.servers;
  return server === undefined ? [] : readLedger(await server.url(), stage.apiKey, where);
}

function count({ stage, book }: Surroundings, violations: readonly Violation[]) {
  const told = (outcome: Outcome): number => book.attempts.filter((one) => one.outcome === outcome).length;
  const found = (kind: Violation['kind']): number => violations.filter((one) => one.kind === kind).length;
  return {
    operations: book.operations,
    acknowledged: told('ACKNOWLEDGED'),
    unknown: told('UNKNOWN'),
    notApplied: told('NOT_APPLIED'),
    kills: book.faults.filter(({ about }) => about.startsWith('SIGKILL')).length,
    faults: book.faults.length,
    landedLate: stage.network?.landedLate ?? 0,
    lost: found('lost'),
    resurrected: found('resurrected'),
    unrecorded: found('unrecorded'),
    leftOpen: found('left open'),
  };
}
