import type { Alarm } from '../claims/live/ports.ts';

/** Node's timers ring at once where they are set further ahead, which is some 25 days. */
const LONGEST_MILLIS = 2 ** 31 - 1;

/** Rings by the clock of this machine. */
export const alarm: Alarm = (atMillis, ring) => {
  const timer = setTimeout(ring, Math.min(Math.max(0, atMillis - Date.now()), LONGEST_MILLIS));
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};
