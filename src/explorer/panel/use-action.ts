import { useState, useSyncExternalStore } from 'react';

import { useExplorer } from '../context.ts';

/** Something that a button does. */
export interface Action {
  readonly isBusy: boolean;
  /** What went wrong the last time; null again once an operation has succeeded. */
  readonly fault: string | null;
  readonly run: (work: () => Promise<string | null>) => void;
}

interface Failure {
  readonly text: string;
  /** How many operations had succeeded by then. */
  readonly at: number;
}

/** Runs one piece of work at a time, and keeps what went wrong. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const { successes } = useExplorer();
  const now = useSyncExternalStore(successes.subscribe, successes.get);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = (work: () => Promise<string | null>): void => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    void work()
      .then((text) => {
        setFailure(text === null ? null : { text, at: successes.get() });
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, fault: failure?.at === now ? failure.text : null, run };
}
