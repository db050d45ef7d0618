import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { eventReader, type ServerSentEvent } from '../../src/guard/server-sent-events.ts';

const readAll = (chunks: readonly string[]): ServerSentEvent[] => chunks.flatMap(eventReader());

describe('a stream of server-sent events', () => {
  it.each<[string, string, ServerSentEvent[]]>([
    ['an event', 'id: 1\nevent: change\ndata: {}\n\n', [{ event: 'change', data: '{}', id: '1' }]],
    ['without a name', 'data: x\n\n', [{ event: 'message', data: 'x', id: null }]],
    ['without spaces', 'event:a\ndata:b\n\n', [{ event: 'a', data: 'b', id: null }]],
    ['with two lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb', id: null }]],
    ['comments alone', ': hello\n\n', []],
    ['with carriage returns', 'event: a\r\ndata: b\r\n\r\n', [{ event: 'a', data: 'b', id: null }]],
    ['an event that has not ended', 'data: a\n', []],
    ['a colon in the data', 'data: a: b\n\n', [{ event: 'message', data: 'a: b', id: null }]],
  ])('%s', (_name, text, events) => {
    expect(readAll([text])).toEqual(events);
  });

  it('is the same in whatever chunks it arrives', () => {
    const text = 'id: 1\r\nevent: change\r\ndata: {"a":1}\r\n\r\n: comment\n\nid: 2\ndata: x\ndata: y\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const chunks = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(readAll(chunks)).toEqual(readAll([text]));
      }),
    );
  });
});
