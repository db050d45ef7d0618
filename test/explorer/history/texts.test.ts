import { describe, expect, it } from 'vitest';

import { byText, diffText, targetText } from '../../../src/explorer/history/texts.ts';

describe('who changed claims', () => {
  it.each([
    [{ kind: 'USER', id: 'ada', name: null }, 'you'],
    [{ kind: 'USER', id: 'bob', name: null }, 'a user (bob)'],
    [{ kind: 'API_KEY', id: 'crm', name: 'crm' }, 'the API key crm'],
    [{ kind: 'API_KEY', id: null, name: null }, 'a back end'],
    [{ kind: 'APPLICATION', id: null, name: 'shop' }, 'an application (shop)'],
    [{ kind: 'OUTSIDE', id: null, name: null }, 'somebody who wrote around Claimset'],
    [{ kind: 'OF_A_NEWER_SERVER', id: null, name: null }, 'OF_A_NEWER_SERVER'],
  ])('%j is called %s', (by, text) => {
    expect(byText(by, 'ada')).toBe(text);
  });
});

describe('what a change did', () => {
  it.each([
    [{ key: 'a', kind: 'ADDED', before: null, after: 1 }, 'a: nothing → 1'],
    [{ key: 'a', kind: 'UPDATED', before: 'x', after: ['y'] }, 'a: "x" → ["y"]'],
    [{ key: 'a', kind: 'REMOVED', before: 'x', after: null }, 'a: "x" → nothing'],
    [{ key: 'a', kind: 'UPDATED', before: null, after: null }, 'a: (null, or not kept) → (null, or not kept)'],
  ])('%j is told as %s', (diff, text) => {
    expect(diffText(diff)).toBe(text);
  });

  it('is told with the session to which it was done, and whether it is there', () => {
    const target = { sessionHandle: 's', standing: false, status: 'INTENDED', diffs: [] };
    expect(targetText(target, false, null)).toBe('Session s: not known yet');
    expect(targetText(target, false, 's')).toBe('This session: not known yet');
    expect(targetText({ ...target, sessionHandle: null, standing: true }, true, null)).toBe('Future sessions');
  });
});
