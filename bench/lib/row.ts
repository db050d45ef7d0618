import type { Stage } from './stage.ts';

/** How a run goes. */
export interface BenchOptions {
  /** Checks that everything works, in little time; its figures say nothing. */
  readonly isQuick: boolean;
  /** A core that runs already, in place of the embedded one. */
  readonly coreUrl: string | null;
  readonly coreApiKey: string | null;
}

/** One line of the table. */
export interface Result {
  readonly what: string;
  /** The figure that counts. */
  readonly figure: string;
  readonly must: string;
  /** Null where nothing is asked for. */
  readonly isMet: boolean | null;
  /** Absolute figures, which depend on the machine. */
  readonly beside: string;
  /** What must never be: it fails the run. */
  readonly fault?: string;
}

/** What is measured together. */
export interface Row {
  readonly name: string;
  measure(options: BenchOptions, stage: Stage): Promise<readonly Result[]>;
}
