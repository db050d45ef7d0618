import { useEffect, useState } from 'react';

import type { ClaimsPayload } from '../../claims/types.ts';
import { formatSeconds, secondsLeft } from '../session/token.ts';

/** How long the access token holds. */
export function TokenTime({ payload }: { readonly payload: ClaimsPayload }) {
  const seconds = secondsLeft(payload, useNowMillis());
  if (seconds === null) return <>unknown</>;
  return seconds === 0 ? <>expired: the next request refreshes it</> : <>{formatSeconds(seconds)} left</>;
}

/** The time, anew each second. */
function useNowMillis(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
