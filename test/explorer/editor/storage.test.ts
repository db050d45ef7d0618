import { describe, expect, it } from 'vitest';

import { type PageStorage, storageWithoutHeaders } from '../../../src/explorer/editor/storage.ts';

function memory(items: Record<string, string> = {}): PageStorage & { readonly items: Map<string, string> } {
  const kept = new Map(Object.entries(items));
  return {
    items: kept,
    get length() {
      return kept.size;
    },
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => {
      kept.clear();
    },
  };
}

const HISTORY = JSON.stringify({
  queries: [{ query: '{ a }', headers: '{"x-api-key":"secret"}', operationName: 'A' }],
});

describe('the storage of the page', () => {
  it.each(['graphiql:queries', 'graphiql:favorites'])('keeps no headers in %s', (key) => {
    const storage = memory();
    storageWithoutHeaders(storage).setItem(key, HISTORY);
    expect(storage.items.get(key)).toBe('{"queries":[{"query":"{ a }","operationName":"A"}]}');
  });

  it('forgets the headers that were kept before', () => {
    const storage = memory({ 'graphiql:queries': HISTORY });
    storageWithoutHeaders(storage);
    expect([...storage.items.values()].join()).not.toContain('secret');
  });

  it('keeps everything else as it is', () => {
    const storage = memory();
    const page = storageWithoutHeaders(storage);
    page.setItem('graphiql:theme', 'dark');
    expect([page.getItem('graphiql:theme'), page.length]).toEqual(['dark', 1]);
    page.removeItem('graphiql:theme');
    page.setItem('graphiql:queries', 'no JSON with "headers"');
    expect(page.getItem('graphiql:queries')).toBe('');
    page.clear();
    expect(page.length).toBe(0);
  });
});
