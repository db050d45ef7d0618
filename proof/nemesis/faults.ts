import { setTimeout as sleep } from 'node:timers/promises';

import type { Surroundings } from './clients.ts';
import type { CoreCall, Fate } from './core-network.ts';
import type { Instance, Stage } from './stage.ts';

/** Ends what holds a lock, or everything. */
const TERMINATE_HOLDERS = `SELECT pg_terminate_backend(pid) FROM (
  SELECT DISTINCT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() ORDER BY pid LIMIT 3) AS holders`;
const TERMINATE_ALL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()`;

type Work = () => Promise<void>;

/** Does something bad every second or two, until it is told to stop. */
export async function plague(around: Surroundings, isOver: () => boolean): Promise<void> {
  const { stage, random } = around;
  stage.network?.decide((call) => fate(call, around));
  // Where all depends on one process, it must live for a while or nothing is done.
  const restMillis = stage.servers.length === 1 ? 4_000 : 2_000;
  while (!isOver()) {
    await sleep(random.between(restMillis / 4, restMillis));
    if (!isOver()) await random.pick(faultsOf(around))();
  }
  stage.network?.decide(() => 'pass');
}

/** Longer than PostgreSQL leaves a lock to somebody who is silent. */
export const LONG_PAUSE_MILLIS = 65_000;

/** One process is stopped for longer than its locks live, and goes on. */
export async function longPause({ stage, book }: Surroundings): Promise<void> {
  const [one] = stage.servers;
  if (one === undefined) return;
  book.fault(`SIGSTOP of ${one.label} for ${LONG_PAUSE_MILLIS} ms`);
  await one.pause(LONG_PAUSE_MILLIS);
}

/** What of a write becomes of the network; reads pass. */
function fate({ row }: CoreCall, { random, book }: Surroundings): Fate {
  if (row === null) return 'pass';
  const chance = random.next();
  if (chance < 0.03) {
    const afterNewer = random.between(1, 12);
    book.fault(`a write of ${row} lands after ${afterNewer} newer ones; its sender is cut off`);
    return { kind: 'late', afterNewer, isCut: true };
  }
  if (chance < 0.033) {
    book.fault(`a write of ${row} lands after a newer one; its sender waits`);
    return { kind: 'late', afterNewer: 1, isCut: false };
  }
  if (chance < 0.043) return 'lost';
  return chance < 0.053 ? 'answer lost' : 'pass';
}

function faultsOf(around: Surroundings): readonly [Work, ...Work[]] {
  const { stage, random, book } = around;
  const all = stage.app === null ? stage.servers : [...stage.servers, stage.app];
  const kill = (one: Instance): Work => {
    return async () => {
      book.fault(`SIGKILL of ${one.label}`);
      await one.restart();
    };
  };
  const pause = (one: Instance): Work => {
    return async () => {
      const millis = random.between(300, 4_000);
      book.fault(`SIGSTOP of ${one.label} for ${millis} ms${stage.database === null ? '' : ', its locks are ended'}`);
      await one.pause(millis, () => runQuietly(stage, TERMINATE_HOLDERS));
    };
  };
  const [first, ...others] = [...all.map(kill), ...all.map(pause), ...databaseFaults(around), ...coreFaults(around)];
  if (first === undefined) throw new Error('there is nothing that could go wrong');
  return [first, ...others];
}

function databaseFaults({ stage, book }: Surroundings): readonly Work[] {
  const { database } = stage;
  if (database === null) return [];
  const terminate = (sql: string, about: string): Work => {
    return async () => {
      book.fault(about);
      await runQuietly(stage, sql);
    };
  };
  const { restart } = database;
  const holders = terminate(TERMINATE_HOLDERS, 'the connections of three locks are ended');
  const restarts: Work = async () => {
    book.fault('PostgreSQL restarts');
    await restart?.();
  };
  const everything = terminate(TERMINATE_ALL, 'all connections to PostgreSQL are ended');
  return [holders, holders, holders, everything, ...(restart === null ? [] : [restarts])];
}

function coreFaults({ stage, random, book }: Surroundings): readonly Work[] {
  const { network } = stage;
  if (network === null) return [];
  return [
    async () => {
      const millis = random.between(300, 2_000);
      book.fault(`the core is gone for ${millis} ms`);
      await network.down();
      await sleep(millis);
      await network.up();
    },
  ];
}

/** A database that is going down anyway may end this connection, too. */
async function runQuietly({ database }: Stage, sql: string): Promise<void> {
  await database?.run(sql).catch(() => undefined);
}
