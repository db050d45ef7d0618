import { expect, it } from 'vitest';

import type { Commands } from '../../src/claims/idempotency/commands.ts';
import { repeatableCommands } from '../../src/ledger/commands/commands.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { SweepStream } from '../../src/ledger/sweep/sweeper.ts';
import { ledgerUnavailable } from '../../src/ledger/unavailable.ts';
import { inProcessLock } from '../../src/locks/in-process.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

const ANSWER = {
  sessions: [{ handle: 's', status: 'REJECTED', changes: null, tokenSize: { bytes: 1, limit: 2 }, message: 'no' }],
  ...{ standing: null, isChanged: true },
  userErrors: [{ code: 'TOKEN_TOO_LARGE', message: 'Too large.', path: ['claims'] }],
} as const;

/** What commands that may come twice do, on every ledger. */
export function commandsContract(current: () => Ledger): void {
  function commandsWith(sweep: SweepStream, ledger: Partial<Ledger> = {}, errors: unknown[] = []): Commands {
    const parts = { ledger: { ...current(), ...ledger }, lock: inProcessLock(), sweep };
    return repeatableCommands({ ...parts, onError: (error) => errors.push(error) });
  }
  const command = () => ({ caller: 'key:crm', key: change().id, inputHash: 'h' });
  const never: SweepStream = () => Promise.reject(new Error('not to be swept'));

  it('remembers the answer to a command as it was given', async () => {
    const [commands, one, { id }] = [commandsWith(never), command(), change()];
    await commands.remember(one, id, ANSWER);
    expect(await commands.recall(one)).toEqual({ inputHash: 'h', changeId: id, answer: ANSWER });
    expect(await commands.recall({ ...one, caller: 'user:crm' })).toBeNull();
  });

  it('takes an answer that it cannot read for none', async () => {
    const [commands, one, { id: changeId }] = [commandsWith(never), command(), change()];
    await current().remember({ ...one, changeId, answer: '{"sessions":3}' });
    expect(await commands.recall(one)).toEqual({ inputHash: 'h', changeId, answer: null });
  });

  it('lets a second command with the key wait, and none with another', async () => {
    const [commands, one] = [commandsWith(never), command()];
    const order: string[] = [];
    let finish: () => void = () => undefined;
    const first = commands.exclusively(one, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('first');
    });
    const second = commands.exclusively(one, () => Promise.resolve(order.push('second')));
    await commands.exclusively(command(), () => Promise.resolve(order.push('other')));
    finish();
    await Promise.all([first, second]);
    expect(order).toEqual(['other', 'first', 'second']);
  });

  it('settles what a change has left open, and says what became of it', async () => {
    const ledger = current();
    const [session, by] = [new Session(ledger), change()];
    const intent = await session.draft({ a: 1 }, by);
    await ledger.intend([intent]);
    const swept: string[] = [];
    const commands = commandsWith(async (stream) => {
      swept.push(stream);
      await session.land(intent);
      return 'SETTLED';
    });
    expect(await commands.settled(by.id)).toMatchObject([{ stream: session.stream, state: 'APPLIED' }]);
    expect(await commands.settled(by.id)).toHaveLength(1);
    expect(swept).toEqual([session.stream]);
  });

  it('says what is open where it cannot be settled now', async () => {
    const [session, by] = [new Session(current()), change()];
    await current().intend([await session.draft({ a: 1 }, by)]);
    const errors: unknown[] = [];
    const commands = commandsWith(never, {}, errors);
    expect(await commands.settled(by.id)).toMatchObject([{ state: 'INTENDED' }]);
    expect(errors).toHaveLength(1);
  });

  it('has written no claims where the ledger does not answer', async () => {
    const remember = () => Promise.reject(ledgerUnavailable('UNKNOWN', new Error('gone')));
    const remembering = commandsWith(never, { remember }).remember(command(), change().id, ANSWER);
    await expect(remembering).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });
}
