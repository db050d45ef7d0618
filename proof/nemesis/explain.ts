import type { Book } from './book.ts';
import type { Begun } from './history.ts';
import { concerning, type Found, Ledger, type Violation } from './judge.ts';

/** So many rows of what came last explain enough. */
const ROWS = 14;
const AROUND_MILLIS = 1_500;

/** What happened to the key of a violation, as a table that a person can follow: changes, faults near them, the end. */
export function explain({ kind, about, handle, key, value }: Violation, book: Book, found: Found): string {
  const session = book.sessions.find((one) => one.handle === handle);
  const title = `${kind}: ${about}`;
  if (session === undefined || key === null) return title;
  const all = changeRows(session, key, book, found);
  const until = value === undefined ? all.length : all.findIndex((row) => row.value === value) + ROWS / 2;
  const changes = all.slice(Math.max(0, until - ROWS), until);
  const first = Math.min(...changes.map(({ atMillis }) => atMillis));
  const last = Math.max(...changes.map(({ endMillis }) => endMillis));
  const faults = book.faults
    .filter(({ atMillis }) => atMillis > first - AROUND_MILLIS && atMillis < last + AROUND_MILLIS)
    .filter(({ about: what }) => !what.startsWith('a write of') || what.includes(session.handle))
    .slice(-ROWS)
    .map(({ atMillis, about: what }) => ({ atMillis, cells: [String(atMillis), '', '', '', what, '', ''] }));
  const rows = [...changes, ...faults].toSorted((a, b) => a.atMillis - b.atMillis).map(({ cells }) => cells);
  const end = ['', '', '', '', `found at the end: ${JSON.stringify(found.stored.get(session.handle)?.[key])}`, '', ''];
  return `${title}\nsession ${session.handle} of ${session.userId}\n${table([HEADER, ...rows, end])}`;
}

const HEADER = ['from ms', 'to', 'client', 'server', 'what', 'said', 'in the ledger'];

function changeRows(session: Begun, key: string, book: Book, found: Found) {
  const ofKey = book.attempts.filter((one) => one.key === key);
  return concerning(session, ofKey, new Ledger(found.ledger)).map(({ attempt, recorded }) => {
    const { startedAtMillis, endedAtMillis, client, server, how, value, outcome, note } = attempt;
    const what = `${how}: ${key} ${value === null ? 'removed' : `= ${value}`}`;
    const said = [outcome, note].filter((one) => one !== '').join(' ');
    const ledger = recorded === undefined ? '-' : `${recorded.status} ${recorded.changeId}`;
    const cells = [String(startedAtMillis), String(endedAtMillis), client, server, what, said, ledger];
    return { atMillis: startedAtMillis, endMillis: endedAtMillis, value, cells };
  });
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
