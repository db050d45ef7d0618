import { describe, expect, it } from 'vitest';

import type { Entry } from '../../src/claims/history/types.ts';
import { toChangeEvent } from '../../src/freshness/change-event.ts';
import { writesBetween } from '../../src/ledger/writes.ts';
import { change } from '../ledger/world.ts';
import { entry, write } from './memory-log.ts';

function eventOf(fields: Partial<Entry>, usersMayWrite = (key: string) => key === 'theme') {
  return toChangeEvent({ position: '1', change: change(), entry: { ...entry(), ...fields } }, usersMayWrite);
}

describe('what an entry of the ledger means to tokens', () => {
  it('is the session, both versions, and the marker that new tokens carry', () => {
    expect(eventOf({})).toEqual({
      ...{ handle: 's', userId: 'user', kind: 'CHANGED', takesAway: true },
      ...{ previousVersion: 'hash-0', version: 'hash-1', marker: '1abcd' },
    });
  });

  it('is the end of a session, after which no token of it is good', () => {
    expect(eventOf({ kind: 'ENDED', writes: [], landing: { marker: null, hash: '' } })).toEqual({
      ...{ handle: 's', userId: 'user', kind: 'ENDED', takesAway: true },
      ...{ previousVersion: null, version: null, marker: null },
    });
  });

  it.each([
    ['an entry of standing claims', { stream: 'standing:user' }],
    ['an entry that was not applied', { state: 'NOT_APPLIED' }],
    ['a change that leads to the same payload', { landing: { marker: '1abcd', hash: 'hash-0' } }],
  ] satisfies [string, Partial<Entry>][])('is nothing for %s', (_case, fields) => {
    expect(eventOf(fields)).toBeNull();
  });

  it.each([
    ['a removed claim', { admin: true }, {}, true],
    ['a claim that says less', { admin: true }, { admin: false }, true],
    ['a shorter list', { roles: ['a', 'b'] }, { roles: ['a'] }, true],
    ['a role that is taken away', { 'st-role': { v: ['a', 'b'], t: 1 } }, { 'st-role': { v: ['b'], t: 2 } }, true],
    ['a longer list', { roles: ['a'] }, { roles: ['a', 'b'] }, false],
    ['a new claim', {}, { admin: true }, false],
    ['a role that is fetched again', { 'st-role': { v: ['a'], t: 1 } }, { 'st-role': { v: ['a'], t: 2 } }, false],
    ['a claim that users write themselves', { theme: 'DARK' }, {}, false],
    ['that and another one', { theme: 'DARK', plan: 'PRO' }, {}, true],
  ])('says of %s whether it takes something away', (_case, before, after, takesAway) => {
    expect(eventOf({ writes: writesBetween(before, after) })?.takesAway).toBe(takesAway);
  });

  it('is in doubt, and takes away, where the version changed and nothing says by what', () => {
    expect(eventOf({ writes: [] })?.takesAway).toBe(true);
    expect(eventOf({ writes: [write({ kind: 'SAME' })] })?.takesAway).toBe(true);
  });
});
