import { describe, expect, it } from 'vitest';

import { openSqlite } from '../../src/ledger/libsql/sqlite.ts';

const NORMAL = 1;
const FULL = 2;

describe('a transaction of the ledger file', () => {
  it('waits for the disk unless it need not, whatever came before', () => {
    const db = openSqlite(':memory:');
    const level = (isDurable?: boolean): unknown => db.transaction(() => db.all('PRAGMA synchronous'), isDurable);
    expect([level(), level(false), level(false), level(true), level()]).toEqual(
      [FULL, NORMAL, NORMAL, FULL, FULL].map((one) => [[one]]),
    );
    db.close();
  });
});
