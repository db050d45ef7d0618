import { describe, expect, it } from 'vitest';

import { type Knowledge, recentChanges } from '../../src/guard/changes.ts';
import type { ChangeEvent } from '../../src/guard/wire.ts';

/** Versions have 22 characters. */
const version = (letter: string): string => letter.repeat(22);

function change(from: string, to: string, takesAway: boolean, marker: string | null = null): ChangeEvent {
  const versions = { previousVersion: version(from), version: version(to) };
  return { handle: 's', userId: 'u', kind: 'CHANGED', ...versions, marker, takesAway };
}

const ended: ChangeEvent = {
  ...{ handle: 's', userId: 'u', kind: 'ENDED', previousVersion: version('z') },
  ...{ version: null, marker: null, takesAway: true },
};

describe('what the changes of a session say of its token', () => {
  it.each<[string, ChangeEvent[], string, string | null, Knowledge]>([
    ['no change', [], 'a', null, 'NO_CHANGE'],
    ['nothing was taken away since', [change('a', 'b', false)], 'a', null, 'GOOD'],
    ['it is of the last change', [change('a', 'b', true)], 'b', null, 'GOOD'],
    ['something was taken away since', [change('a', 'b', true)], 'a', null, 'OLD'],
    ['something was taken away, then given', [change('a', 'b', true), change('b', 'c', false)], 'a', null, 'OLD'],
    ['something was given, then taken away', [change('a', 'b', false), change('b', 'c', true)], 'a', null, 'OLD'],
    ['its claims came back', [change('a', 'b', true), change('b', 'a', false)], 'a', null, 'GOOD'],
    [
      'they came back and went again',
      [change('a', 'b', true), change('b', 'a', false), change('a', 'b', true)],
      'a',
      null,
      'OLD',
    ],
    ['no change knows its version', [change('a', 'b', true)], 'x', null, 'UNKNOWN'],
    ['its marker is below the one that takes away', [change('a', 'b', true, '5aaaa')], 'x', '4zzzz', 'OLD'],
    ['its marker is above', [change('a', 'b', true, '5aaaa')], 'x', '6zzzz', 'UNKNOWN'],
    ['its marker is above, with the old claims', [change('a', 'b', true, '5aaaa')], 'a', '6zzzz', 'UNKNOWN'],
    ['its marker is none', [change('a', 'b', true, '5aaaa')], 'x', 'a marker of others', 'UNKNOWN'],
    ['markers are numbers, not texts', [change('a', 'b', true, '10aaaa')], 'x', 'zaaaa', 'OLD'],
    ['the session has ended', [ended], 'a', null, 'ENDED'],
    ['it has ended, and a late change follows', [ended, change('a', 'b', false)], 'b', null, 'ENDED'],
  ])('%s', (_name, events, letter, marker, expected) => {
    const changes = recentChanges();
    for (const event of events) changes.add(event, 0);
    expect(changes.look('s', version(letter), marker)).toBe(expected);
  });

  it('the same change twice, as after a reconnection, changes nothing', () => {
    const changes = recentChanges();
    for (const event of [change('a', 'b', true), change('a', 'b', true)]) changes.add(event, 0);
    expect(changes.look('s', version('a'), null)).toBe('OLD');
    expect(changes.look('s', version('b'), null)).toBe('GOOD');
  });

  it('what was found out about an unknown version is remembered, unless there was a change meanwhile', () => {
    const changes = recentChanges();
    changes.add(change('a', 'b', true), 0);
    changes.learn('s', version('x'), { isGood: true, atCount: 1 });
    changes.learn('s', version('y'), { isGood: false, atCount: 1 });
    changes.learn('s', version('w'), { isGood: true, atCount: 0 });
    expect(changes.look('s', version('x'), null)).toBe('GOOD');
    expect(changes.look('s', version('y'), null)).toBe('OLD');
    expect(changes.look('s', version('w'), null)).toBe('UNKNOWN');
  });

  it('forgets the sessions whose last change is older, and no others', () => {
    const changes = recentChanges();
    changes.add({ ...change('a', 'b', true), handle: 'first' }, 1);
    changes.add({ ...change('a', 'b', true), handle: 'second' }, 2);
    changes.add({ ...change('b', 'c', false), handle: 'first' }, 3);
    changes.forgetBefore(3);
    expect(changes.look('second', version('a'), null)).toBe('NO_CHANGE');
    expect(changes.look('first', version('a'), null)).toBe('OLD');
  });

  it('keeps a bounded number of versions of one session', () => {
    const changes = recentChanges();
    const name = (n: number): string => n.toString().padStart(22, '0');
    for (let n = 0; n < 1_000; n += 1) {
      changes.add({ ...change('a', 'b', true), previousVersion: name(n), version: name(n + 1) }, 0);
    }
    expect(changes.look('s', name(999), null)).toBe('OLD');
    expect(changes.look('s', name(0), null)).toBe('UNKNOWN');
  });

  it.each<[string, ChangeEvent[][], Knowledge]>([
    ['was old is so still', [[change('a', 'b', true)], []], 'OLD'],
    ['has ended has so still', [[ended], []], 'ENDED'],
    ['has ended has so while it is told of again', [[ended], [change('a', 'b', false)]], 'ENDED'],
    ['has ended has so after another gap', [[ended], [change('a', 'b', false)], []], 'ENDED'],
    ['was old is so after another gap', [[change('a', 'b', true)], [change('x', 'a', false)], []], 'OLD'],
    ['was good is unknown', [[change('a', 'b', false)], []], 'NO_CHANGE'],
    ['came back is not refused', [[change('a', 'b', true), change('b', 'a', false)], []], 'NO_CHANGE'],
    ['ends meanwhile has ended', [[change('a', 'b', true)], [ended]], 'ENDED'],
  ])('while all is told once more after a gap, what %s', (_name, told, expected) => {
    const changes = recentChanges();
    told.forEach((events, i) => {
      if (i > 0) changes.startAnew();
      for (const event of events) changes.add(event, 0);
    });
    expect(changes.look('s', version('a'), null)).toBe(expected);
  });

  it('when all has been told once more, what was known before counts no more', () => {
    const changes = recentChanges();
    changes.add(ended, 0);
    changes.startAnew();
    changes.add(change('b', 'a', false), 0);
    changes.endReplay();
    expect(changes.look('s', version('a'), null)).toBe('GOOD');
  });
});
