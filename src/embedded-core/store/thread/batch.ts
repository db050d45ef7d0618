import type { Database } from '../database/database.ts';
import type { Input, OperationName, Result, StoreOperations } from '../port.ts';

export interface Operation<K extends OperationName = OperationName> {
  readonly name: K;
  readonly input: Input<K>;
}

export type Settled = { readonly value: Result<OperationName> } | { readonly error: string };

/**
 * Group commit: runs all operations in one transaction, in their order, and answers when it is on disk. They are few
 * statements each and throw only where something is broken; then all is undone, and each runs again on its own, so that
 * one that fails does not take the others along.
 */
export function runBatch(database: Database, handlers: StoreOperations, operations: readonly Operation[]): Settled[] {
  if (operations.every(({ name }) => name.startsWith('read'))) return operations.map((one) => settle(handlers, one));
  try {
    return inTransaction(database, () => operations.map((one) => ({ value: run(handlers, one) })));
  } catch {
    return operations.map((one) => settleInTransaction(database, handlers, one));
  }
}

function settleInTransaction(database: Database, handlers: StoreOperations, operation: Operation): Settled {
  try {
    return inTransaction(database, () => ({ value: run(handlers, operation) }));
  } catch (error) {
    return { error: String(error) };
  }
}

function settle(handlers: StoreOperations, operation: Operation): Settled {
  try {
    return { value: run(handlers, operation) };
  } catch (error) {
    return { error: String(error) };
  }
}

function inTransaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
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
