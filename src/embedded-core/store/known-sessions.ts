import type { OperationName, Result, Store, StoredSession } from './port.ts';

/** A few kilobytes each at most. */
const MAX_SESSIONS = 1_000;
/** What may change or remove sessions that it does not name. */
const REACHES_MANY: ReadonlySet<OperationName> = new Set([
  'removeSessions',
  'removeSessionsOfUser',
  'removeExpired',
  'removeUser',
]);

/**
 * The same store, where this is the only one who uses it: sessions that it has just written or read it knows, and nobody
 * waits for the database to say them again. What is under way for a session is done first, in its order.
 */
export function withKnownSessions(store: Store): Store {
  const known = new KnownSessions();
  return {
    close: () => store.close(),
    call: <K extends OperationName>(...given: Parameters<typeof store.call<K>>): Promise<Result<K>> => {
      const [name, input] = given;
      if (REACHES_MANY.has(name)) known.clear();
      const at: unknown = input;
      if (!isAtHandle(at)) return store.call(...given);
      const session = name === 'readSession' ? known.at(at) : undefined;
      // Only `readSession` is answered so.
      if (session !== undefined) return Promise.resolve(session as Result<K>);
      return known.during(at.handle, () => store.call(...given));
    },
  };
}

class KnownSessions {
  /** Those that were used last are at the end. */
  readonly #sessions = new Map<string, StoredSession>();
  /** What was asked of the store last for a session, and is under way. */
  readonly #last = new Map<string, object>();

  /** Undefined where it is not known. */
  at({ handle, now }: AtHandle): StoredSession | null | undefined {
    const session = this.#sessions.get(handle);
    if (session === undefined) return undefined;
    this.#sessions.delete(handle);
    this.#sessions.set(handle, session);
    return session.expiresAt > (now ?? 0) ? session : null;
  }

  /** The session is known again when nothing was begun for it since, and the answer says how it is then. */
  async during<T>(handle: string, work: () => Promise<T>): Promise<T> {
    const own = {};
    this.#last.set(handle, own);
    this.#sessions.delete(handle);
    try {
      const answer = await work();
      if (this.#last.get(handle) === own && isSession(answer)) this.#keep(answer);
      return answer;
    } finally {
      if (this.#last.get(handle) === own) this.#last.delete(handle);
    }
  }

  clear(): void {
    this.#sessions.clear();
    this.#last.clear();
  }

  #keep(session: StoredSession): void {
    this.#sessions.set(session.handle, session);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MAX_SESSIONS) return;
      this.#sessions.delete(oldest);
    }
  }
}

interface AtHandle {
  readonly handle: string;
  readonly now?: number;
}

function isAtHandle(input: unknown): input is AtHandle {
  return typeof input === 'object' && input !== null && 'handle' in input;
}

/** The answers to `readSession` and `replaceClaims`. */
function isSession(answer: unknown): answer is StoredSession {
  return typeof answer === 'object' && answer !== null && 'currentHash' in answer;
}
