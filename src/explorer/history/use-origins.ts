import { useState } from 'react';

import { useExplorer, useSession } from '../context.ts';
import { useLoaded } from '../users/use-loaded.ts';
import { PROVENANCE, provenanceShape } from './queries.ts';
import { byText, timeText } from './texts.ts';

type Origins = ReadonlyMap<string, string>;

const NONE: Origins = new Map();

/** Who wrote each claim of the session that speaks, when and why, for people; loaded again with each token. */
export function useOrigins(token: string): Origins {
  const { ask } = useExplorer();
  const state = useSession();
  const me = state.status === 'signed-in' ? state.userId : null;
  const asked = useLoaded(token, () => ask(provenanceShape, PROVENANCE));
  const [known, setKnown] = useState<{ readonly of: typeof asked; readonly origins: Origins }>({
    of: null,
    origins: NONE,
  });
  if (asked === null || asked === known.of) return known.origins;
  const provenance = asked.data?.mySession?.provenance ?? [];
  const origins = new Map(
    provenance.flatMap(({ key, change }): [string, string][] => {
      if (change === null) return [];
      const why = change.reason === null ? '' : `: ${change.reason}`;
      return [[key, `by ${byText(change.by, me)}, ${timeText(change.at)}${why}`]];
    }),
  );
  setKnown({ of: asked, origins });
  return origins;
}
