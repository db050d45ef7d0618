import type { Logger } from 'pino';

import type { LedgerHistory, StreamHeads } from '../claims/history/history.ts';
import type { Commands } from '../claims/idempotency/commands.ts';
import type { ClaimsPolicy } from '../claims/policy/policy.ts';
import { reachRest } from '../claims/service/reach-rest.ts';
import { sessionSizer } from '../claims/size/session-size.ts';
import type { Config } from '../config/config.ts';
import { repeatableCommands } from '../ledger/commands/commands.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { fileLedger } from '../ledger/libsql/ledger.ts';
import { startSweeper, type Sweeper, type SweeperOptions, type SweepStream } from '../ledger/sweep/sweeper.ts';
import type { ClaimsLock } from '../locks/lock.ts';
import { pluginLog } from '../log/plugin-log.ts';
import { PushQueue } from '../supertokens/fresh-claims/push-queue.ts';
import { Journal } from '../supertokens/lossless/journal.ts';
import { sessionStore } from '../supertokens/sessions/session-store.ts';
import type { ReachRest } from '../supertokens/standing/store.ts';
import { connectionsOf } from './connections.ts';
import { fanOut, type SharedParts } from './context.ts';
import { observedLedger } from './observe/ledger.ts';
import { startPurge } from './purge.ts';

/** The ledger of a server, and what looks after it. */
export interface LedgerParts {
  /** What happened to sessions, in order. */
  readonly feed: Pick<Ledger, 'events' | 'countPushes'>;
  readonly journal: Journal;
  /** Whose sessions are still to be told of a change at the source. */
  readonly queue: PushQueue;
  readonly history: LedgerHistory & StreamHeads;
  /** Commands that may come twice; `sweep` looks at what one of them has left open. */
  commands(lock: ClaimsLock, sweep: SweepStream): Commands;
  /** Fails where its database does not answer. */
  check(): Promise<void>;
  /** Begins to look after writes that were left unknown, and after old changes. */
  start(sweep: SweepStream): void;
  /** Ends that, and waits for what is under way. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the ledger: in PostgreSQL where there is one, else in a file of this process.
 * @throws Error that says what to do, where the file cannot be opened
 */
export async function openLedger(
  config: Config,
  policy: Pick<ClaimsPolicy, 'keepsValues'>,
  logger: Logger,
  onSettled: NonNullable<SweeperOptions['onSettled']>,
): Promise<LedgerParts> {
  const ledger = observedLedger(await ledgerOf(config, logger));
  const onError = (err: unknown): void => {
    logger.warn({ err }, 'the ledger could not be kept up to date; it is tried again');
  };
  const journal = new Journal({ ledger, keepsValues: (key) => policy.keepsValues(key), onError });
  const { warn, info } = pluginLog(logger);
  const queue = new PushQueue({ pushes: ledger, warn, progress: info });
  let sweeper: Sweeper | undefined;
  let stopPurge: (() => Promise<void>) | undefined;
  return {
    ...{ journal, queue },
    ...{ history: ledger, feed: ledger },
    commands: (lock, sweep) => repeatableCommands({ ledger, lock, sweep, onError }),
    check: () => ledger.check(),
    start: (sweep) => {
      sweeper = sweeperOf({ ledger, sweep, onSettled }, logger);
      stopPurge = startPurge(ledger, config.ledgerRetentionDays, onError);
    },
    stop: async () => {
      await sweeper?.close();
      await stopPurge?.();
      await queue.close();
      await journal.close();
    },
    close: () => ledger.close(),
  };
}

function sweeperOf(options: Pick<SweeperOptions, 'ledger' | 'sweep' | 'onSettled'>, logger: Logger): Sweeper {
  return startSweeper({
    ...options,
    onAlarm: (stream) => {
      logger.error({ stream }, 'an application writes stale claims over these again and again; they stand as found');
    },
    onError: (err, stream) => {
      logger.warn({ err, stream }, 'an unfinished change could not be looked at; it is tried again');
    },
  });
}

async function ledgerOf(
  { databaseUrl, dataDir, databaseConnections, rateLimits }: Config,
  logger: Logger,
): Promise<Ledger> {
  if (databaseUrl === null) return fileLedger({ dataDir });
  const onError = (err: Error): void => {
    logger.warn({ err }, 'a connection to PostgreSQL broke; the ledger connects again');
  };
  const maxConnections = connectionsOf(databaseConnections, rateLimits).ledger;
  // Loaded by who has a database: the driver is a twentieth of what a start takes.
  const { postgresLedger } = await import('../ledger/postgres/ledger.ts');
  return postgresLedger({ connectionString: databaseUrl, maxConnections, onError });
}

/** Brings changes that somebody has left to the sessions that they have not reached. */
export function reachRestOf(
  { maxTokenBytes }: Config,
  { lock, journal, history }: Pick<SharedParts, 'lock' | 'journal' | 'history'>,
): ReachRest {
  const deps = {
    sessions: sessionStore(lock, journal),
    history,
    sizer: sessionSizer(maxTokenBytes),
    fanOut,
  };
  return (userId, rest, section) => reachRest(userId, rest, section, deps);
}
