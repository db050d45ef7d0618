import { useState } from 'react';

/** Something that a button does. */
export interface Action {
  readonly isBusy: boolean;
  /** What went wrong the last time. */
  readonly fault: string | null;
  readonly run: (work: () => Promise<string | null>) => void;
}

/** Runs one piece of work at a time, and keeps what went wrong. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = (work: () => Promise<string | null>): void => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    void work()
      .then(setFault)
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, fault, run };
}
