import { describe, expect, it } from 'vitest';

import { type Asked, checkPooler } from '../../../src/cli/doctor/pooler.ts';

/** Two connections; each statement is answered by the backend that this says. */
function connections(backendOf: (client: 'one' | 'other', isInTransaction: boolean) => number): [Asked, Asked] {
  const made = (client: 'one' | 'other'): Asked => {
    let isInTransaction = false;
    return {
      query: (sql) => {
        if (sql.startsWith('BEGIN')) isInTransaction = true;
        if (sql === 'ROLLBACK') isInTransaction = false;
        return Promise.resolve({ rows: [{ pid: backendOf(client, isInTransaction) }] });
      },
    };
  };
  return [made('one'), made('other')];
}

const levelAndText = async (asked: [Asked, Asked]) =>
  (await checkPooler(...asked)).map(({ level, message }) => `${level}: ${message}`).join();

describe('claimset doctor, of what stands before PostgreSQL', () => {
  it('finds nothing where each connection has its backend', async () => {
    expect(await levelAndText(connections((client) => (client === 'one' ? 1 : 2)))).toMatch(/^right: none/);
  });

  it('finds a pooler that gives both the same backend', async () => {
    expect(await levelAndText(connections(() => 7))).toMatch(/^right: gives a backend for each transaction/);
  });

  it('finds one that gives a connection another backend than before', async () => {
    let statements = 0;
    const turning = connections((client) => (client === 'one' ? ++statements : 100));
    expect(await levelAndText(turning)).toMatch(/^right: gives a backend for each transaction/);
  });

  it('calls one wrong that knows no transactions', async () => {
    const [one, other] = connections(() => 7);
    const refusing: Asked = {
      query: (sql) =>
        sql.startsWith('BEGIN')
          ? Promise.reject(new Error('transaction blocks not allowed in statement pooling mode'))
          : other.query(sql),
    };
    expect(await levelAndText([one, refusing])).toMatch(/^wrong: gives a backend for each statement/);
  });
});
