/** How much a queue takes. */
export interface QueueLimits {
  readonly atATime: number;
  /** Of one key. */
  readonly waitingOfOne: number;
  /** Of all keys together. */
  readonly waiting: number;
}

/** Work that waits for its turn. */
export interface Entrant {
  /** Whose it is: keys take turns, however much one of them brings. */
  readonly key: string;
  begin(): void;
  /** There is no room for it, or a key with less has taken its place. */
  refuse(): void;
}

/** Gives back the place of an entrant: one that waits is forgotten, one that runs makes room. */
export type Leave = () => void;

/** A bounded queue in which each key gets its turn after at most one of every other's. */
export function fairQueue(limits: QueueLimits): (entrant: Entrant) => Leave {
  // In the order of their next turns.
  const waiting = new Map<string, Entrant[]>();
  const running = new Set<Entrant>();

  function remove(entrant: Entrant): void {
    const left = (waiting.get(entrant.key) ?? []).filter((one) => one !== entrant);
    if (left.length === 0) waiting.delete(entrant.key);
    else waiting.set(entrant.key, left);
  }

  function nextTurn(): void {
    const [first] = waiting;
    const entrant = first?.[1][0];
    if (entrant === undefined || running.size >= limits.atATime) return;
    remove(entrant);
    moveToEnd(waiting, entrant.key);
    running.add(entrant);
    entrant.begin();
  }

  /** Where all places are taken, the newest of whoever has most gives way to who has less. */
  function hasRoomFor(key: string): boolean {
    const own = waiting.get(key)?.length ?? 0;
    if (own >= limits.waitingOfOne) return false;
    if ([...waiting.values()].flat().length < limits.waiting) return true;
    const largest = largestOf(waiting);
    const newest = largest.at(-1);
    if (newest === undefined || largest.length <= own + 1) return false;
    remove(newest);
    newest.refuse();
    return true;
  }

  return (entrant) => {
    if (running.size < limits.atATime || hasRoomFor(entrant.key)) {
      waiting.set(entrant.key, [...(waiting.get(entrant.key) ?? []), entrant]);
      nextTurn();
    } else entrant.refuse();
    return () => {
      if (running.delete(entrant)) nextTurn();
      else remove(entrant);
    };
  };
}

function largestOf(waiting: ReadonlyMap<string, readonly Entrant[]>): readonly Entrant[] {
  return [...waiting.values()].reduce((most, one) => (one.length > most.length ? one : most), []);
}

function moveToEnd(waiting: Map<string, Entrant[]>, key: string): void {
  const entrants = waiting.get(key);
  if (entrants === undefined) return;
  waiting.delete(key);
  waiting.set(key, entrants);
}
