import type { CoreSettings } from '../settings.ts';

const LONGEST_LEAD_MILLIS = 60_000;
const LARGEST_LEAD_SHARE = 0.8;

export interface Aged {
  readonly createdAt: number;
}

/** When rotating keys appear, sign and end (docs/core-contract.md, 'Keys'). Pure. */
export interface KeySchedule {
  /** When the next key must be there; at once where there is none. */
  nextAt(keys: readonly Aged[]): number;
  /** The oldest key whose interval has not ended: callers have had the longest time to fetch it. */
  signer<K extends Aged>(keys: readonly K[], now: number): K | undefined;
  isValid(key: Aged, now: number): boolean;
}

export function keySchedule({
  dynamicSigningKeyUpdateIntervalMillis,
  accessTokenValidityMillis,
}: CoreSettings): KeySchedule {
  const interval = dynamicSigningKeyUpdateIntervalMillis;
  // With an interval as short as the lead, keys would be made without end.
  const lead = Math.min(LONGEST_LEAD_MILLIS, LARGEST_LEAD_SHARE * interval);
  const isValid = ({ createdAt }: Aged, now: number): boolean =>
    now < createdAt + interval + 2 * accessTokenValidityMillis;
  return {
    nextAt: (keys) => Math.max(-Infinity, ...keys.map(({ createdAt }) => createdAt + interval - lead)),
    signer: (keys, now) =>
      keys.filter(({ createdAt }) => now < createdAt + interval).toSorted((a, b) => a.createdAt - b.createdAt)[0],
    isValid,
  };
}
