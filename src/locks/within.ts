import { LONGEST_TIMER } from '../claims/time-limits.ts';

/** What happens where a promise takes too long. */
export interface TooLate<T> {
  /** What is thrown then: by default an error that says how long was waited. */
  readonly error?: () => Error;
  /** Gets what comes later, so that nothing stays taken that nobody waits for any more. */
  readonly onLate?: (value: T) => void;
}

/** What a promise gives, if it does so in time. */
export function within<T>(promise: Promise<T>, millis: number, tooLate: TooLate<T> = {}): Promise<T> {
  const { error = () => new Error(`no answer within ${millis} ms`), onLate = () => undefined } = tooLate;
  return new Promise((resolve, reject) => {
    let isLate = false;
    const giveUp = (): void => {
      isLate = true;
      reject(error());
    };
    const timer = setTimeout(giveUp, Math.min(millis, LONGEST_TIMER));
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (isLate) onLate(value);
        else resolve(value);
      },
      (reason: unknown) => {
        clearTimeout(timer);
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  });
}
