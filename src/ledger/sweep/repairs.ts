import type { Landing } from '../../claims/history/types.ts';

/** Asked with what was found in the core, before it is written over. */
export type MayRepair = (found: Landing) => boolean;

/** One look at a stream. */
interface Repair {
  readonly may: MayRepair;
  /** What was found has been written over. */
  done(): void;
}

const MAX_REPAIRS = 3;
const WITHIN_MILLIS = 600_000;

/**
 * Tells late writes from an application that insists. A write lands late once: so the very same payload, found again
 * and again after it was written over, is what somebody writes, and is left to them. Other payloads do not count, for
 * many writes may be late in a bad hour. Each process remembers its own repairs.
 */
export class Repairs {
  readonly #now: () => number;
  readonly #atMillis = new Map<string, readonly number[]>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  begin(stream: string): Repair {
    let found: string | undefined;
    return {
      may: ({ marker, hash }) => {
        found = `${stream} ${marker ?? ''} ${hash}`;
        return this.#recent(found).length < MAX_REPAIRS;
      },
      done: () => {
        if (found === undefined) return;
        this.#forgetOld();
        this.#atMillis.set(found, [...this.#recent(found), this.#now()]);
      },
    };
  }

  #recent(found: string): readonly number[] {
    const since = this.#now() - WITHIN_MILLIS;
    return (this.#atMillis.get(found) ?? []).filter((atMillis) => atMillis > since);
  }

  #forgetOld(): void {
    for (const found of this.#atMillis.keys()) if (this.#recent(found).length === 0) this.#atMillis.delete(found);
  }
}
