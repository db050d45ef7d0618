import { useState } from 'react';

import { useExplorer, useStore } from '../context.ts';

/** Something that a button does. */
export interface Action {
  readonly isBusy: boolean;
  /** What went wrong the last time; null again once an operation has succeeded. */
  readonly fault: string | null;
  readonly run: (work: () => Promise<string | null>) => void;
}

const UNEXPECTED =
  'The server answered something that this page does not know. Is the page older than the server? Reload it.';

interface Failure {
  readonly text: string;
  /** How many operations had succeeded by then. */
  readonly at: number;
}

/** Runs one piece of work at a time, and keeps what went wrong. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const { successes } = useExplorer();
  const now = useStore(successes);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = (work: () => Promise<string | null>): void => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    void work()
      .catch((error: unknown) => {
        console.error(error);
        return UNEXPECTED;
      })
      .then((text) => {
        setFailure(text === null ? null : { text, at: successes.get() });
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, fault: failure?.at === now ? failure.text : null, run };
}
