import { resetCombinedJWKS } from 'supertokens-node/lib/build/combinedRemoteJWKSet.js';

import { knownTokens } from './known-tokens.ts';

/** Clocks are set right by less, all the time. */
const JUMP_MILLIS = 1_000;

/**
 * Says whether the clock of the machine has been set back since it was last asked.
 * @param nowMillis the clock of the machine
 * @param elapsedMillis a clock that only runs, such as `performance.now`
 */
export function clockWatch(nowMillis: () => number, elapsedMillis: () => number): () => boolean {
  let before = -Infinity;
  return () => {
    const now = nowMillis() - elapsedMillis();
    const isBack = now < before - JUMP_MILLIS;
    before = now;
    return isBack;
  };
}

const wasSetBack = clockWatch(Date.now, () => performance.now());

/**
 * To be called before a token is verified. The SDK asks for the core's keys again when an interval of the machine's
 * clock is over: keys that it fetched while the clock was days ahead it would keep for days, and take each token that
 * is signed with another one for a bad one.
 */
export function keepKeysWithClock(): void {
  if (!wasSetBack()) return;
  resetCombinedJWKS();
  knownTokens.forget();
}
