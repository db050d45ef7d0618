import { randomUUID } from 'node:crypto';

import { expect, it } from 'vitest';

import type { Stream } from '../../src/claims/history/types.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

/** How sessions that nobody writes to are looked at, with every ledger. `age` makes all its times a day and a half older. */
export function quietContract(open: () => Promise<Ledger>, age: (ledger: Ledger) => Promise<Ledger>): void {
  const watchAll = async (ledger: Ledger): Promise<void> => {
    let last: Stream | null = null;
    do last = await ledger.watchQuiet(last, 2);
    while (last !== null);
  };

  it('makes a session due once a day after nobody has written to it for one, wherever the walk had been cut', async () => {
    let ledger = await open();
    const quiet = Array.from({ length: 5 }, () => new Session(ledger));
    for (const session of quiet) await session.apply({ a: 1 });
    const streams = quiet.map(({ stream }) => stream).sort();
    await watchAll(ledger);
    for (const looks of [[], streams, streams]) {
      ledger = await age(ledger);
      expect((await ledger.takeDue(1_000)).filter((stream) => streams.includes(stream)).sort()).toEqual(looks);
      expect(await ledger.takeDue(1_000)).toEqual([]);
      await watchAll(ledger);
    }
    await ledger.close();
  });

  it('knows the streams of a user that have not ended', async () => {
    const ledger = await open();
    const [one, ended] = [new Session(ledger, randomUUID()), new Session(ledger, 'gone')];
    await one.apply({ a: 1 });
    await ended.apply({ a: 1 });
    await ledger.end([{ stream: ended.stream, change: change() }]);
    expect(await ledger.streamsOf(one.userId)).toEqual([one.stream]);
    expect(await ledger.streamsOf('gone')).toEqual([]);
    await ledger.close();
  });
}
