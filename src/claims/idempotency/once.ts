import type { ClaimError } from '../errors.ts';
import type { Change, ChangeOrigin, CommandKey } from '../history/types.ts';
import type { NewChange } from '../ports.ts';
import type { CommandAnswer, Commands, RecalledCommand } from './commands.ts';
import { isFinal, type KnownChange, knownOf } from './known.ts';

/** A command that may come twice. */
export interface RepeatableCommand<Result> {
  /**
   * Does the command, as a change that `newChange` begins; what is known of it already, since it was not finished when it
   * came first, is not done again.
   */
  run(newChange: NewChange, known: KnownChange | null): Promise<Result>;
  answerOf(result: Result): CommandAnswer;
  /** The same answer, with all else as it is now. */
  repeat(answer: CommandAnswer, change: Change | null): Promise<Result>;
  refuse(error: ClaimError): Result;
}

/** What doing a command once needs of the world. */
export interface OnceDeps {
  readonly commands: Commands;
  readonly newChange: NewChange;
}

const SYSTEM = { actor: { kind: 'SYSTEM', id: null, name: null } } as const;

const REUSED: ClaimError = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  message:
    'This key was given within 24 hours with another input: nothing was written. Take a new key for a new change.',
  path: ['idempotencyKey'],
};

/**
 * Does a command once, however often it comes with its key; one that comes meanwhile waits. That it was given is
 * committed with its first intent, so that no crash comes between; where its answer was not kept, what is open is settled,
 * and the answer is made from the ledger. What was not applied begins anew.
 * @throws ClaimsetError LEDGER_UNAVAILABLE (NOT_APPLIED), LOCK_TIMEOUT, LOCKS_UNAVAILABLE, and what the command throws
 */
export function once<Result>(command: CommandKey, order: RepeatableCommand<Result>, deps: OnceDeps): Promise<Result> {
  const { commands } = deps;
  return commands.exclusively(command, async () => {
    const found = await commands.recall(command);
    if (found === null) return run(command, order, null, deps);
    const { inputHash, changeId, answer } = found;
    if (inputHash !== command.inputHash) return order.refuse(REUSED);
    if (answer !== null && isFinal(answer)) {
      return order.repeat(answer, answer.isChanged ? await commands.change(changeId) : null);
    }
    return run(command, order, (await knownOf(found, commands)) ?? (await free(command, found, commands)), deps);
  });
}

/** An intent that was committed late is found after its key is free, or takes the key back: then no other is committed. */
async function free(command: CommandKey, found: RecalledCommand, commands: Commands): Promise<KnownChange | null> {
  await commands.release(command, found.changeId);
  return knownOf(found, commands);
}

async function run<Result>(
  command: CommandKey,
  order: RepeatableCommand<Result>,
  known: KnownChange | null,
  { commands, newChange }: OnceDeps,
): Promise<Result> {
  let begun = known?.change;
  const begin = (origin: ChangeOrigin): Change => (begun ??= newChange(origin));
  const result = await order.run((origin) => ({ ...begin(origin), command }), known);
  const answer = order.answerOf(result);
  try {
    await commands.remember(command, begin(SYSTEM).id, answer);
  } catch (error) {
    // Where something was written, the ledger knows it.
    if (!answer.isChanged && answer.standing?.status !== 'UPDATED') throw error;
    commands.notRemembered(error);
  }
  return result;
}
