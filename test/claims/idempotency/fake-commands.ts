import { ClaimsetError } from '../../../src/claims/errors.ts';
import type { Change, CommandKey, Entry } from '../../../src/claims/history/types.ts';
import type { Commands, RecalledCommand } from '../../../src/claims/idempotency/commands.ts';

/** Commands in memory, as a ledger keeps them. */
export interface FakeCommands {
  readonly commands: Commands;
  readonly remembered: Map<string, RecalledCommand>;
  readonly changes: Map<string, Change>;
  /** What a change did, by its id. */
  readonly entries: Map<string, readonly Entry[]>;
  readonly errors: unknown[];
  /** Answers are not remembered any more. */
  breakMemory(): void;
}

export function fakeCommands(): FakeCommands {
  const remembered = new Map<string, RecalledCommand>();
  const changes = new Map<string, Change>();
  const entries = new Map<string, readonly Entry[]>();
  const errors: unknown[] = [];
  const nameOf = ({ caller, key }: CommandKey): string => `${caller} ${key}`;
  let last: Promise<unknown> = Promise.resolve();
  let isBroken = false;
  const commands: Commands = {
    exclusively: (_command, work) => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
    recall: (command) => Promise.resolve(remembered.get(nameOf(command)) ?? null),
    remember: (command, changeId, answer) => {
      if (isBroken) return Promise.reject(new ClaimsetError('LEDGER_UNAVAILABLE', 'broken'));
      remembered.set(nameOf(command), { inputHash: command.inputHash, changeId, answer });
      return Promise.resolve();
    },
    notRemembered: (error) => errors.push(error),
    release: (command) => {
      remembered.delete(nameOf(command));
      return Promise.resolve();
    },
    change: (id) => Promise.resolve(changes.get(id) ?? null),
    settled: (id) => Promise.resolve(entries.get(id) ?? []),
  };
  return { commands, remembered, changes, entries, errors, breakMemory: () => (isBroken = true) };
}
