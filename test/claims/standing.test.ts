import { describe, expect, it } from 'vitest';

import { decideStanding } from '../../src/claims/standing.ts';

const all = () => true;

describe('what a change makes of standing claims', () => {
  it('MERGE sets and remembers removals', () => {
    const { patch, changes } = decideStanding({ a: 1 }, { patch: { a: null, b: 2 }, mode: 'MERGE', mayWrite: all });
    expect(patch).toEqual({ a: null, b: 2 });
    expect(changes).toEqual({ added: ['b'], updated: [], removed: ['a'] });
  });

  it('a removal of what is not standing is remembered too: the application may set it at sign-in', () => {
    const { patch, changes } = decideStanding({}, { patch: { admin: null }, mode: 'MERGE', mayWrite: all });
    expect(patch).toEqual({ admin: null });
    expect(changes.removed).toEqual(['admin']);
  });

  it('what stands already is not written again', () => {
    const request = { patch: { a: 1, b: null }, mode: 'MERGE', mayWrite: all } as const;
    const { patch, changes } = decideStanding({ a: 1, b: null }, request);
    expect({ patch, changes }).toEqual({ patch: {}, changes: { added: [], updated: [], removed: [] } });
  });

  it('a claim that comes back after a removal is added', () => {
    const { changes } = decideStanding({ a: null }, { patch: { a: 1 }, mode: 'MERGE', mayWrite: all });
    expect(changes).toEqual({ added: ['a'], updated: [], removed: [] });
  });

  it('MERGE_PATCH goes member by member into what stands', () => {
    const request = { patch: { a: { y: null, z: 3 } }, mode: 'MERGE_PATCH', mayWrite: all } as const;
    expect(decideStanding({ a: { x: 1, y: 2 } }, request).patch).toEqual({ a: { x: 1, z: 3 } });
  });

  it('REPLACE forgets what is not named, but for what the caller may not write', () => {
    const mayWrite = (key: string) => key !== 'kept';
    const standing = { a: 1, b: 2, kept: 3 };
    const { patch, forgotten, changes } = decideStanding(standing, { patch: { a: 9 }, mode: 'REPLACE', mayWrite });
    expect({ patch, forgotten }).toEqual({ patch: { a: 9 }, forgotten: ['b'] });
    expect(changes).toEqual({ added: [], updated: ['a'], removed: ['b'] });
  });
});
