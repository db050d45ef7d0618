import { join } from 'node:path';

import { z } from 'zod';

import type { IntendOutcome, Ledger } from '../ledger.ts';
import { REMEMBERED_MILLIS } from '../schedule.ts';
import { ledgerHistory } from '../sql/queries.ts';
import type { Query } from '../sql/query.ts';
import { toStream } from '../sql/rows.ts';
import { changeRow, headColumns, intentRows } from '../sql/statements.ts';
import { streamsOf } from '../sql/streams-of.ts';
import { events } from './feed.ts';
import { withKnownStreams } from './known/known-streams.ts';
import { ToldChanges } from './known/told-changes.ts';
import { filePushes } from './pushes.ts';
import { forget, readMarkers, readStreams } from './records.ts';
import { makeFolder } from './sqlite.ts';
import { LedgerThread } from './thread.ts';

export interface FileLedgerOptions {
  /** The folder of the file `ledger.db`; made where it is missing. */
  readonly dataDir: string;
}

/**
 * A ledger in a file, for one process, which has it to itself; its database runs in a thread of its own.
 * @throws Error that names the file and says what to do, where it cannot be opened.
 */
export async function fileLedger({ dataDir }: FileLedgerOptions): Promise<Ledger> {
  makeFolder(dataDir);
  return withKnownStreams(ledgerOn(await LedgerThread.open(join(dataDir, 'ledger.db'))));
}

/** What of the thread is used. */
type LedgerCalls = Pick<LedgerThread, 'call' | 'check' | 'close'>;

/** The ledger, wherever its operations are done. */
export function ledgerOn(thread: LedgerCalls): Ledger {
  const query: Query = (sql, values) => thread.call('query', { sql, values });
  return {
    ...ledgerHistory(query, ''),
    ...writes(thread),
    ...commands(thread),
    ...filePushes(thread),
    read: (streams, from) => readStreams(query, streams, from),
    markers: (streams) => readMarkers(query, streams),
    unanswered: (entries) => thread.call('unanswered', entries),
    // It is sent beside a request to the core, which takes longer.
    ending: (sessions, waitMillis) => thread.call('ending', { sessions, waitMillis }, { mayWait: true }),
    wake: (streams) => thread.call('wake', streams),
    takeDue: async (limit) => (await thread.call('takeDue', limit)).map(toStream),
    events: (after, limit) => events(query, after, limit),
    watchQuiet: async (after, limit) => {
      const last = await thread.call('watchQuiet', { after, limit });
      return last === null ? null : toStream(last);
    },
    streamsOf: (userId) => streamsOf(query, '', userId),
    forget: (userId) => forget(thread, userId),
    check: () => thread.check(),
    close: () => thread.close(),
  };
}

function writes(thread: LedgerCalls): Pick<Ledger, 'intend' | 'withdraw' | 'applied' | 'end' | 'purge'> {
  const told = new ToldChanges();
  return {
    intend: async (intents, command) => {
      const rows = told.without(intentRows(intents));
      const won = new Set(await thread.call('intend', { rows, command: command ?? null }));
      if (rows.heads.every(({ stream }) => won.has(stream))) told.add(rows);
      return intents.map(({ stream }): IntendOutcome => (won.has(stream) ? 'INTENDED' : 'TAKEN'));
    },
    withdraw: ({ head, headBefore }) => thread.call('withdraw', { head: headColumns(headBefore), entrySeq: head.seq }),
    applied: (landed) => thread.call('applied', landed, { mayWait: landed.every(({ mayWait }) => mayWait === true) }),
    end: (ended) =>
      thread.call(
        'end',
        ended.map(({ stream, change }) => ({ stream, change: changeRow(change) })),
      ),
    purge: (beforeMillis, limit) => {
      told.clear();
      return thread.call('purge', { beforeMillis, limit });
    },
  };
}

function commands(thread: LedgerCalls): Pick<Ledger, 'recall' | 'remember' | 'release'> {
  return {
    recall: async (caller, key) => {
      const [row] = await thread.call('query', {
        sql: 'SELECT input_hash, change_id, answer FROM commands WHERE caller = $1 AND key = $2 AND at_millis >= $3',
        values: [caller, key, Date.now() - REMEMBERED_MILLIS],
      });
      if (row === undefined) return null;
      const [inputHash, changeId, answer] = z.tuple([z.string(), z.string(), z.string().nullable()]).parse(row);
      return { caller, key, inputHash, changeId, answer };
    },
    remember: (command) => thread.call('remember', command),
    release: async ({ caller, key, changeId }) => {
      const sql = 'DELETE FROM commands WHERE caller = $1 AND key = $2 AND change_id = $3';
      await thread.call('run', { sql, values: [caller, key, changeId] });
    },
  };
}
