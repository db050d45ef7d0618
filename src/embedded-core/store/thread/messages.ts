import type { Operation, Settled } from './batch.ts';

/** Operations with their numbers; sent in batches, as a message costs more than an operation. */
export interface Request {
  readonly id: number;
  readonly operation: Operation;
}

export type ToWorker = { readonly requests: readonly Request[] } | { readonly close: true };

export interface Answer {
  readonly id: number;
  readonly settled: Settled;
}

export type FromWorker =
  | { readonly opened: true }
  | { readonly refused: string }
  | { readonly answers: readonly Answer[] }
  | { readonly closed: true };

export interface WorkerInput {
  readonly path: string;
}
