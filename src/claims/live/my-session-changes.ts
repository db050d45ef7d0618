import { requireSession } from '../access/authorise.ts';
import { payloadVersionText } from '../canonical.ts';
import { diffClaims } from '../merge.ts';
import type { Requester, SessionStore, VerifiedSession } from '../ports.ts';
import type { ClaimsChanges, ClaimsPayload, StoredSession } from '../types.ts';
import type { Alarm, SessionEvents } from './ports.ts';

/** What happened to the caller's session. */
export interface MySessionChange {
  readonly kind: 'CHANGED' | 'ENDED';
  /** Null where it has ended. */
  readonly session: StoredSession | null;
  readonly changes: ClaimsChanges;
}

/** What following a session needs of the world. */
export interface MySessionChangesDeps {
  readonly events: SessionEvents;
  readonly sessions: Pick<SessionStore, 'read'>;
  readonly alarm: Alarm;
}

/**
 * What happens to the caller's session, until it has ended or the access token expires. At first that is what its token
 * does not know yet: between one subscription and the next nothing is missed.
 * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE, RATE_LIMITED
 */
export async function mySessionChanges(
  requester: Requester,
  deps: MySessionChangesDeps,
): Promise<AsyncIterableIterator<MySessionChange>> {
  // By the core, here and once: later no header can be sent, as the verification of a session may want to.
  return new SessionChanges(await requireSession(requester, 'core'), deps);
}

const NO_CHANGES: ClaimsChanges = { added: [], updated: [], removed: [] };
const ENDED: MySessionChange = { kind: 'ENDED', session: null, changes: NO_CHANGES };

/**
 * Keeps what was told last, and looks at what is stored when it is asked for the next change: whoever asks slowly is
 * told of several changes at once, and nothing is kept for them.
 */
class SessionChanges implements AsyncIterableIterator<MySessionChange> {
  readonly #deps: MySessionChangesDeps;
  readonly #handle: string;
  #told: ClaimsPayload;
  #mayDiffer = true;
  #hasEnded = false;
  #isOver = false;
  #wake: () => void = () => undefined;
  #stop: () => void = () => undefined;

  constructor(session: VerifiedSession, deps: MySessionChangesDeps) {
    const { claims, expiresAtMillis } = session.token();
    this.#deps = deps;
    this.#handle = session.handle;
    this.#told = claims;
    const leave = deps.events.listen(session, {
      changed: () => {
        this.#mayDiffer = true;
        this.#wake();
      },
      ended: () => {
        this.#hasEnded = true;
        this.#wake();
      },
      closed: () => {
        this.#finish();
      },
    });
    const cancel = deps.alarm(expiresAtMillis, () => {
      this.#finish();
    });
    this.#stop = () => {
      leave();
      cancel();
    };
    // It may have been closed before there was something to stop.
    if (this.#isOver) this.#stop();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<MySessionChange>> {
    try {
      for (;;) {
        if (this.#isOver) return { done: true, value: undefined };
        const change = await this.#news();
        if (change !== null) return { done: false, value: change };
      }
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  return(): Promise<IteratorResult<MySessionChange>> {
    this.#finish();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Null where there was nothing to tell, now or after having waited. */
  async #news(): Promise<MySessionChange | null> {
    if (this.#hasEnded) {
      this.#finish();
      return ENDED;
    }
    if (this.#mayDiffer) return this.#look();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return null;
  }

  async #look(): Promise<MySessionChange | null> {
    this.#mayDiffer = false;
    const session = await this.#deps.sessions.read(this.#handle);
    if (session === null) {
      this.#hasEnded = true;
      return null;
    }
    const told = this.#told;
    if (payloadVersionText(told) === payloadVersionText(session.payload)) return null;
    this.#told = session.payload;
    return { kind: 'CHANGED', session, changes: diffClaims(told, session.payload) };
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop();
    this.#wake();
  }
}
