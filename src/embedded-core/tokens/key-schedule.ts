import type { CoreSettings } from '../settings.ts';

const LONGEST_LEAD_MILLIS = 60_000;
const LARGEST_LEAD_SHARE = 0.8;

export interface Aged {
  readonly createdAt: number;
}

/** When rotating keys appear, sign and end (CDI.md section 4). Pure. */
export interface KeySchedule {
  /** When the next key must be there; at once where there is none. */
  nextAt(keys: readonly Aged[]): number;
  /** The newest key that callers have had the time to fetch, else the oldest that still verifies. */
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
  // After a pause a key may be so old that it ends before a token that it would sign now.
  const outlivesItsTokens = ({ createdAt }: Aged, now: number): boolean =>
    now < createdAt + interval + accessTokenValidityMillis;
  return {
    nextAt: (keys) => Math.max(-Infinity, ...keys.map(({ createdAt }) => createdAt + interval - lead)),
    signer: (keys, now) => {
      const usable = keys.filter((key) => outlivesItsTokens(key, now)).toSorted((a, b) => a.createdAt - b.createdAt);
      return usable.findLast(({ createdAt }) => createdAt + lead <= now) ?? usable[0];
    },
    isValid,
  };
}
