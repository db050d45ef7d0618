import { useEffect, useState } from 'react';

import type { Asked } from '../api/ask.ts';
import { useExplorer, useSession, useStore } from '../context.ts';

/**
 * Loads something, again where its key changes, somebody else speaks, or a new round begins; null: it is not there yet.
 * With a new round, what was there stays until the next is.
 */
export function useLoaded<Data>(key: string, load: () => Promise<Asked<Data>>, round = 0): Asked<Data> | null {
  const session = useSession();
  const speaker = `${session.status} ${session.status === 'signed-in' ? session.userId : ''} ${useStore(useExplorer().apiKey)}`;
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly asked: Asked<Data> } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void load()
      .catch((error: unknown): Asked<Data> => {
        console.error(error);
        return { data: null, faults: [{ code: null, message: 'The answer of the server is not known to this page.' }] };
      })
      .then((asked) => {
        if (isWanted) setLoaded({ key, asked });
      });
    return () => {
      isWanted = false;
    };
    // What `load` asks for is what the key says.
  }, [key, speaker, round]);
  return loaded?.key === key ? loaded.asked : null;
}
