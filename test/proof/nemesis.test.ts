import { describe, expect, it } from 'vitest';

import { Book } from '../../proof/nemesis/book.ts';
import { explain } from '../../proof/nemesis/explain.ts';
import type { Attempt, Outcome } from '../../proof/nemesis/history.ts';
import { judge } from '../../proof/nemesis/judge.ts';
import type { Recorded } from '../../proof/nemesis/records.ts';

const SESSION = { userId: 'ada', handle: 'h', startedAtMillis: 0, begunAtMillis: 10 };

/** One client's attempts on key `k` of one session, one after the other. */
function attempts(...made: readonly (readonly [value: number | null, outcome: Outcome, more?: Partial<Attempt>])[]) {
  return made.map(([value, outcome, more], at): Attempt => {
    const times = { startedAtMillis: 100 * (at + 1), endedAtMillis: 100 * (at + 1) + 50 };
    const told = { outcome, bySession: new Map<string, Outcome>(), isListMissing: false, changeId: null, note: '' };
    const whose = { userId: 'ada', handle: 'h', reachesFuture: false, key: 'k', value };
    return { ...times, client: 'c', server: 'A.1', how: 'updateMyClaims', ...whose, ...told, ...more };
  });
}

function recorded(
  after: number | null,
  status: Recorded['status'] = 'APPLIED',
  changeId = `change-${after}`,
): Recorded {
  return { changeId, at: '', by: 'USER', handle: 'h', status, diffs: [{ key: 'k', after }] };
}

function found(payload: Record<string, unknown>, ...ledger: readonly Recorded[]) {
  return { stored: new Map([['h', payload]]), ledger };
}

const kinds = (made: readonly Attempt[], what: ReturnType<typeof found>, sessions = [SESSION]) =>
  judge({ attempts: [...made], sessions: [...sessions] }, what).map(({ kind }) => kind);

describe('the judge of the nemesis', () => {
  it('is content where the last acknowledged value is stored and recorded', () => {
    const made = attempts([1, 'ACKNOWLEDGED'], [2, 'ACKNOWLEDGED']);
    expect(kinds(made, found({ k: 2 }, recorded(1), recorded(2)))).toEqual([]);
  });

  it('finds a change that was acknowledged and is not there', () => {
    const made = attempts([1, 'ACKNOWLEDGED'], [2, 'ACKNOWLEDGED']);
    expect(kinds(made, found({ k: 1 }, recorded(1), recorded(2)))).toEqual(['lost']);
    expect(kinds(made, found({}, recorded(1), recorded(2)))).toEqual(['lost']);
  });

  it('finds what came back after it was removed, and what was to be NOT_APPLIED', () => {
    const removed = attempts([1, 'ACKNOWLEDGED'], [null, 'ACKNOWLEDGED']);
    expect(kinds(removed, found({ k: 1 }, recorded(1)))).toEqual(['resurrected']);
    const refused = attempts([1, 'ACKNOWLEDGED'], [2, 'NOT_APPLIED']);
    expect(kinds(refused, found({ k: 2 }, recorded(1), recorded(2)))).toEqual(['resurrected']);
  });

  it('lets an unknown change happen or not, but not before an acknowledged one that came after it', () => {
    const open = attempts([1, 'ACKNOWLEDGED'], [null, 'UNKNOWN']);
    expect(kinds(open, found({ k: 1 }, recorded(1)))).toEqual([]);
    expect(kinds(open, found({}, recorded(1)))).toEqual([]);
    const late = attempts([1, 'UNKNOWN'], [2, 'ACKNOWLEDGED']);
    expect(kinds(late, found({ k: 1 }, recorded(1), recorded(2)))).toEqual(['lost']);
  });

  it('takes what the ledger says of an unknown change for what has happened', () => {
    const made = attempts([1, 'ACKNOWLEDGED'], [2, 'UNKNOWN']);
    expect(kinds(made, found({ k: 1 }, recorded(1), recorded(2)))).toEqual(['lost']);
    expect(kinds(made, found({ k: 2 }, recorded(1), recorded(2, 'NOT_APPLIED')))).toEqual(['resurrected']);
  });

  it('finds what is stored or was acknowledged and has no entry, and entries that are open or nobody’s', () => {
    expect(kinds(attempts([1, 'ACKNOWLEDGED']), found({ k: 1 }))).toEqual(['unrecorded', 'unrecorded']);
    const made = attempts([1, 'UNKNOWN']);
    expect(kinds(made, found({ k: 1 }, recorded(1, 'INTENDED')))).toEqual(['unrecorded', 'left open']);
    expect(kinds([], found({}, { ...recorded(1), by: 'OUTSIDE' }))).toEqual(['unrecorded']);
  });

  it('wants an entry of each acknowledged change also where its session has ended, and that it is APPLIED', () => {
    const ended = (...ledger: readonly Recorded[]) => ({ ...found({}, ...ledger), stored: new Map() });
    const made = (more: Partial<Attempt>) => attempts([1, 'ACKNOWLEDGED', more]);
    const bySession = new Map([['h', 'ACKNOWLEDGED' as const]]);
    for (const more of [{}, { changeId: 'change-1' }, { changeId: 'change-1', handle: null, bySession }]) {
      expect(kinds(made(more), ended(recorded(1)))).toEqual([]);
      expect(kinds(made(more), ended(recorded(1, 'NOT_APPLIED')))).toEqual(['unrecorded']);
    }
    expect(kinds(attempts([1, 'ACKNOWLEDGED']), ended())).toEqual(['unrecorded']);
    expect(
      kinds(attempts([null, 'ACKNOWLEDGED', { changeId: 'c' }]), ended(recorded(null, 'NOT_APPLIED', 'c'))),
    ).toEqual(['unrecorded']);
  });

  it('wants a change for the sessions to come in those that began after it, and leaves others alone', () => {
    const later = { ...SESSION, startedAtMillis: 500, begunAtMillis: 510 };
    const forAll = { handle: null, reachesFuture: true };
    expect(kinds(attempts([1, 'ACKNOWLEDGED', forAll]), found({}), [later])).toEqual(['lost']);
    expect(kinds(attempts([1, 'ACKNOWLEDGED', forAll]), found({ k: 1 }), [later])).toEqual([]);
    const live = { handle: null, bySession: new Map([['another', 'ACKNOWLEDGED' as const]]) };
    expect(kinds(attempts([1, 'ACKNOWLEDGED', live]), found({}), [later])).toEqual([]);
  });

  it('lets a session that was just beginning begin with a change that could not be written to it, and no other', () => {
    const refused = { handle: null, reachesFuture: true, bySession: new Map([['h', 'NOT_APPLIED' as const]]) };
    const made = attempts([1, 'ACKNOWLEDGED', { ...refused, changeId: 'change-1' }]);
    const ledger = [{ ...recorded(1), handle: null }];
    const beginning = [{ ...SESSION, startedAtMillis: 90, begunAtMillis: 120 }];
    for (const payload of [{}, { k: 1 }]) expect(kinds(made, found(payload, ...ledger), beginning)).toEqual([]);
    expect(kinds(made, found({}, ...ledger))).toEqual([]);
    expect(kinds(made, found({ k: 1 }, ...ledger))).toEqual(['resurrected']);
  });

  it('explains a violation by what was said, what went wrong meanwhile, and what is there', () => {
    const book = new Book();
    book.sessions.push(SESSION);
    book.attempts.push(...attempts([1, 'ACKNOWLEDGED'], [null, 'ACKNOWLEDGED']));
    book.faults.push({ atMillis: 160, about: 'SIGKILL of A.1' });
    const what = found({ k: 1 }, recorded(1));
    const [violation] = judge(book, what);
    if (violation === undefined) throw new Error('nothing was found');
    const lines = explain(violation, book, what).split('\n');
    expect(lines[0]).toBe('resurrected: k is 1, and must be null');
    const rows = lines.slice(3).map((line) => line.trim().split(/ {2,}/));
    expect(rows).toEqual([
      ['100', '150', 'c', 'A.1', 'updateMyClaims: k = 1', 'ACKNOWLEDGED', 'APPLIED change-1'],
      ['160', 'SIGKILL of A.1'],
      ['200', '250', 'c', 'A.1', 'updateMyClaims: k removed', 'ACKNOWLEDGED', '-'],
      ['found at the end: 1'],
    ]);
  });
});
