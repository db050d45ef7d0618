import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

const KEPT = '[{"key":"kept","kind":"ADDED","after":1,"takesAway":false},';
const HIDDEN = '{"key":"hidden","kind":"ADDED","takesAway":false,"isErased":true}]';
const WITH_ALL = `${KEPT}{"key":"hidden","kind":"ADDED","after":4711,"takesAway":false}]`;
const FORGOTTEN = `[{"key":"kept","kind":"ADDED","takesAway":false,"isErased":true},${HIDDEN}`;

/**
 * Two withdrawn entries, and the SQL that makes them what versions before have left: with all values; those of the second
 * were forgotten since.
 */
export async function withdrawAsBefore(ledger: Ledger, entries: string): Promise<{ ids: string[]; sql: string }> {
  const ids: string[] = [];
  const statements: string[] = [];
  for (const writes of [WITH_ALL, FORGOTTEN]) {
    const by = change('USER', { userId: randomUUID() });
    const intent = await new Session(ledger).draft({ kept: 1, hidden: 4711 }, by);
    await ledger.intend([intent]);
    await ledger.withdraw(intent);
    statements.push(`UPDATE ${entries} SET writes = '${writes}', writes_once_applied = '${KEPT}${HIDDEN}'
      WHERE change_id = '${by.id}';`);
    ids.push(by.id);
  }
  return { ids, sql: statements.join('\n') };
}

export async function expectClosed(ledger: Ledger, ids: readonly string[]): Promise<void> {
  const targets = ids.map(async (id) => (await ledger.targets(id, { first: 1 })).items[0]?.entry.writes);
  expect(JSON.stringify(await Promise.all(targets))).toBe(`[${KEPT}${HIDDEN},${FORGOTTEN}]`);
}
