import { join } from 'node:path';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { type Database, openDatabase } from '../../src/embedded-core/store/database/database.ts';
import { migrate, migrations } from '../../src/embedded-core/store/database/migrations.ts';
import { temporaryFolder } from './support/core.ts';

const NEXT = `ALTER TABLE roles ADD COLUMN note TEXT NOT NULL DEFAULT 'none';`;

/** As this version leaves it, with a role in it. */
let database: Database;

beforeEach(async () => {
  database = openDatabase(join(await temporaryFolder(), 'core.sqlite'));
  onTestFinished(() => {
    database.close();
  });
  migrate(database);
  database.prepare('INSERT INTO roles (role) VALUES (?)').run('editor');
});

const roles = () => database.prepare('SELECT * FROM roles').all();

describe('migrate', () => {
  it('brings a database of an older version forward, with its data', () => {
    migrate(database, [...migrations, NEXT]);
    expect(database.userVersion()).toBe(migrations.length + 1);
    expect(roles()).toEqual([['editor', 'none']]);
  });

  it('leaves a database of the newest version alone', () => {
    migrate(database);
    expect(database.userVersion()).toBe(migrations.length);
    expect(roles()).toEqual([['editor']]);
  });

  it('does all of a step or nothing', () => {
    expect(() => {
      migrate(database, [...migrations, `${NEXT} NOT SQL;`]);
    }).toThrow(/syntax error/);
    database.rollback();
    expect(database.userVersion()).toBe(migrations.length);
    expect(roles()).toEqual([['editor']]);
  });

  it('refuses a database of a newer version, and leaves it as it is', () => {
    migrate(database, [...migrations, NEXT]);
    expect(() => {
      migrate(database);
    }).toThrow(/written by a newer version of Claimset/);
    expect(roles()).toEqual([['editor', 'none']]);
  });
});
