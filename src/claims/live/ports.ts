/** Who is told what happens to a session. Nothing of it may throw, nor wait. */
export interface SessionListener {
  /** Its claims may be other ones now. */
  changed(): void;
  ended(): void;
  /** Nothing more will be told. */
  closed(): void;
}

/** What happens to sessions, as it happens. */
export interface SessionEvents {
  /**
   * Tells of one session, from now on.
   * @returns what ends that
   * @throws ClaimsetError RATE_LIMITED where too many listen already, of this user or altogether
   */
  listen(session: { readonly handle: string; readonly userId: string }, listener: SessionListener): () => void;
}

/** Rings at a time, in milliseconds since 1970, or some days earlier where that lies very far ahead. @returns what prevents it */
export type Alarm = (atMillis: number, ring: () => void) => () => void;
