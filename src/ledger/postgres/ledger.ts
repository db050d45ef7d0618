import { z } from 'zod';

import { ClaimsetError } from '../../claims/errors.ts';
import type { LedgerHistory } from '../../claims/history/history.ts';
import type { Change, Stream } from '../../claims/history/types.ts';
import { PostgresFailure } from '../../locks/postgres/errors.ts';
import type { Intent } from '../intend.ts';
import type { IdempotentCommand, IntendOutcome, Landed, Ledger, MarkOutcome } from '../ledger.ts';
import { ledgerHistory } from '../sql/queries.ts';
import { toStream } from '../sql/rows.ts';
import { changeRow, headColumns, intentRows } from '../sql/statements.ts';
import { streamsOf } from '../sql/streams-of.ts';
import { Batcher } from './batcher.ts';
import { Database } from './database.ts';
import { TAKE_DUE, watchQuiet } from './due.ts';
import { markEnding } from './ending.ts';
import { Feed } from './feed.ts';
import { purge } from './purge.ts';
import { postgresPushes } from './pushes.ts';
import { forget, readMarkers, readStreams, recall } from './records.ts';
import { END, INTEND, MARK, RELEASE, REMEMBER, UNANSWERED, WAKE, WITHDRAW } from './statements.ts';

const DEFAULT_MAX_CONNECTIONS = 4;
const DEFAULT_ANSWER_MILLIS = 5_000;
const MAX_BATCH = 100;

export interface PostgresLedgerOptions {
  /** `postgres://user:password@host:port/database`; also of a transaction pooler such as PgBouncer. */
  readonly connectionString: string;
  /** 4 by default; never those of the lock. */
  readonly maxConnections?: number;
  /** How long PostgreSQL may take for one transaction: 5,000 by default. */
  readonly answerMillis?: number;
  /** Told of idle connections that broke, for the log; nothing needs to be done. */
  readonly onError?: (error: Error) => void;
}

/**
 * A ledger in the schema `claimset` of a PostgreSQL database, for all processes that use it. Nothing is opened before it
 * is used first; then the tables are made where they are missing.
 */
export function postgresLedger(options: PostgresLedgerOptions): Ledger {
  const { connectionString, onError = () => undefined } = options;
  const database = new Database({
    connectionString,
    onError,
    maxConnections: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    answerMillis: options.answerMillis ?? DEFAULT_ANSWER_MILLIS,
  });
  const feed = new Feed(database);
  const history: LedgerHistory = ledgerHistory(database.query, 'claimset.');
  return {
    ...history,
    ...writes(database),
    ...sweeps(database),
    ...postgresPushes(database),
    ...reads(database),
    recall: (caller, key) => recall(database, caller, key),
    remember: async ({ caller, key, inputHash, changeId, answer }) => {
      await database.transaction(REMEMBER, [caller, key, inputHash, changeId, answer]);
    },
    release: async ({ caller, key, changeId }) => {
      await database.transaction(RELEASE, [caller, key, changeId]);
    },
    events: (after, limit) => feed.events(after, limit),
    forget: (userId) => forget(database, userId),
    purge: (beforeMillis, limit) => purge(database, beforeMillis, limit),
    check: async () => {
      await database.query('SELECT 1', []);
    },
    close: () => database.close(),
  };
}

function reads(database: Database): Pick<Ledger, 'read' | 'markers' | 'streamsOf'> {
  return {
    read: (streams, from) => readStreams(database, streams, from),
    markers: (streams) => readMarkers(database, streams),
    streamsOf: (userId) => streamsOf(database.query, 'claimset.', userId),
  };
}

interface Asked {
  readonly intents: readonly Intent[];
  readonly command: IdempotentCommand | undefined;
}

function writes(database: Database): Pick<Ledger, 'intend' | 'withdraw' | 'applied' | 'end'> {
  const intents = new Batcher<Asked, readonly IntendOutcome[]>({
    run: (asked) => intendAll(database, asked),
    keysOf: ({ intents: some }) => some.map(({ stream }) => stream),
    isOfOne,
    maxItems: MAX_BATCH,
  });
  const marks = new Batcher<readonly Landed[], readonly MarkOutcome[]>({
    run: (landed) => markAll(database, landed),
    keysOf: () => [],
    isOfOne,
    maxItems: MAX_BATCH,
  });
  return {
    intend: (some, command) => (some.length === 0 ? Promise.resolve([]) : intents.add({ intents: some, command })),
    applied: (landed) => (landed.length === 0 ? Promise.resolve([]) : marks.add(landed)),
    withdraw: async ({ head, headBefore }) => {
      const row = { ...headColumns(headBefore), entry_seq: head.seq };
      return (await database.transaction(WITHDRAW, [JSON.stringify([row])])).length > 0;
    },
    end: async (ended) => {
      if (ended.length === 0) return;
      const rows = ended.map(({ stream, change }) => ({ stream, change_id: change.id }));
      await database.transaction(END, [JSON.stringify(rows), JSON.stringify(uniqueRows(ended))]);
    },
  };
}

async function intendAll(database: Database, asked: readonly Asked[]): Promise<(readonly IntendOutcome[])[]> {
  const rows = intentRows(asked.flatMap(({ intents }) => intents));
  const commands = asked.flatMap(({ intents, command }) => intents.map(() => command));
  const heads = rows.heads.map((head, index) => ({ ...head, ...commandColumns(commands[index]) }));
  const values = [heads, rows.entries, rows.changes, rows.keys].map((some) => JSON.stringify(some));
  const won = new Set((await database.transaction(INTEND, values)).map(([stream]) => stream));
  return asked.map(({ intents }) => intents.map(({ stream }) => (won.has(stream) ? 'INTENDED' : 'TAKEN')));
}

function commandColumns(command: IdempotentCommand | undefined): object {
  if (command === undefined) return {};
  const { caller, key, inputHash, changeId } = command;
  return { caller, key, input_hash: inputHash, change_id: changeId };
}

const markRow = z.tuple([z.string(), z.number(), z.boolean(), z.boolean()]);

/** That a mark is lost costs a sweep: so it does not wait for the disk. */
async function markAll(database: Database, asked: readonly (readonly Landed[])[]): Promise<(readonly MarkOutcome[])[]> {
  const rows = await database.transaction(MARK, [JSON.stringify(asked.flat())], false);
  const outcomes = new Map(
    rows
      .map((row) => markRow.parse(row))
      .map(([stream, seq, isThere, isNewest]) => {
        const outcome: MarkOutcome = isThere ? (isNewest ? 'MARKED' : 'NEWER') : 'GONE';
        return [`${stream} ${seq}`, outcome];
      }),
  );
  return asked.map((landed) => landed.map(({ stream, seq }) => outcomes.get(`${stream} ${seq}`) ?? 'GONE'));
}

function sweeps(database: Database): Pick<Ledger, 'unanswered' | 'ending' | 'takeDue' | 'watchQuiet' | 'wake'> {
  return {
    watchQuiet: (after, limit) => watchQuiet(database, after, limit),
    unanswered: async (entries) => {
      if (entries.length > 0) await database.transaction(UNANSWERED, [JSON.stringify(entries)]);
    },
    ending: (sessions, waitMillis) => markEnding(database, sessions, waitMillis),
    takeDue: async (limit) => (await database.transaction(TAKE_DUE, [limit])).map(([stream]) => toStream(stream)),
    wake: async (streams: readonly Stream[]) => {
      const rows = streams.map((stream) => ({ stream }));
      if (rows.length > 0) await database.transaction(WAKE, [JSON.stringify(rows)]);
    },
  };
}

function uniqueRows(ended: readonly { readonly change: Change }[]): readonly object[] {
  return [...new Map(ended.map(({ change }) => [change.id, changeRow(change)])).values()];
}

/** PostgreSQL answered, and refused: bad data, a violated constraint, a deadlock. */
function isOfOne(error: unknown): boolean {
  const cause = error instanceof ClaimsetError ? error.cause : undefined;
  return cause instanceof PostgresFailure && /^(21|22|23|40)...$/.test(cause.code ?? '');
}
