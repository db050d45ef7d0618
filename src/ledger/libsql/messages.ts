import type { Operations } from './operations.ts';

export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Parameters<Operations[K]>[0];
export type Result<K extends OperationName> = ReturnType<Operations[K]>;

export interface Request<K extends OperationName = OperationName> {
  readonly id: number;
  readonly name: K;
  readonly input: Input<K>;
}

/** `isDamage`: the file is not as it was written. */
export type Settled = { readonly value: unknown } | { readonly error: string; readonly isDamage?: boolean };

export type ToThread = { readonly requests: readonly Request[] } | { readonly close: true };

export type FromThread =
  | { readonly opened: true }
  | { readonly refused: string }
  | { readonly answers: readonly { readonly id: number; readonly settled: Settled }[] };
