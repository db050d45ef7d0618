import type { Alarm } from '../claims/live/ports.ts';
import { LONGEST_TIMER } from '../claims/time-limits.ts';

/** Rings by the clock of this machine. */
export const alarm: Alarm = (atMillis, ring) => {
  const timer = setTimeout(ring, Math.min(Math.max(0, atMillis - Date.now()), LONGEST_TIMER));
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};
