import type { Database } from '../database/database.ts';
import type { Input, OperationName, Result, StoreOperations } from '../port.ts';

export interface Operation<K extends OperationName = OperationName> {
  readonly name: K;
  readonly input: Input<K>;
  /** A write is undone where it is not to be committed by then; milliseconds since 1970. */
  readonly deadlineMillis?: number;
}

export type Settled =
  { readonly value: Result<OperationName> } | { readonly error: string } | { readonly isTooLate: true };

class TooLate extends Error {}

/**
 * Group commit: runs all operations in one transaction, in their order, and answers when it is on disk. They are few
 * statements each and throw only where something is broken, or too late; then all is undone, and each runs again on its
 * own, so that one that fails does not take the others along.
 */
export function runBatch(
  database: Database,
  handlers: StoreOperations,
  operations: readonly Operation[],
  now: () => number = Date.now,
): Settled[] {
  if (operations.every(isRead)) return operations.map((one) => settle(() => run(handlers, one)));
  try {
    return inTransaction(database, operations, now, () => operations.map((one) => ({ value: run(handlers, one) })));
  } catch {
    return operations.map((one) => settle(() => inTransaction(database, [one], now, () => run(handlers, one))));
  }
}

function isRead({ name }: Operation): boolean {
  return name.startsWith('read');
}

function settle(work: () => Result<OperationName>): Settled {
  try {
    return { value: work() };
  } catch (error) {
    return error instanceof TooLate ? { isTooLate: true } : { error: String(error) };
  }
}

/**
 * The deadlines are looked at last of all: whoever reads after one finds what was there then. A commit that takes long
 * makes no difference, because every reader waits for it in this same thread.
 */
function inTransaction<T>(database: Database, operations: readonly Operation[], now: () => number, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    const deadline = Math.min(...operations.filter((one) => !isRead(one)).map((one) => one.deadlineMillis ?? Infinity));
    if (now() >= deadline) throw new TooLate();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.rollback();
    throw error;
  }
}

function run<K extends OperationName>(
  handlers: { [N in K]: (input: Input<N>) => Result<N> },
  { name, input }: Operation<K>,
): Result<K> {
  return handlers[name](input);
}
