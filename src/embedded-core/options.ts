import type { CoreSettings } from './settings.ts';

/** Where the core says what happens to it; pino's form, never with the values of a request. */
export interface CoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** How a core starts that may be reached over a thread's border: all of it can be sent as a message. */
export interface CoreOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Holds the database and, while it runs, `core.json`; created for the owner alone. */
  readonly dataDir: string;
  /**
   * Keys besides those of the settings, one of which each request must carry; none at all: nobody is asked for one.
   * `random`: a key of this start, unless the settings name some.
   */
  readonly apiKeys: readonly string[] | 'random';
  readonly settings: CoreSettings;
  readonly log?: CoreLog;
  /** How often expired rows are deleted and due keys made. */
  readonly cleanUpMillis?: number;
}

/** What only a core in the caller's own thread can take. */
export interface LocalCoreOptions extends CoreOptions {
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** A core that answers. */
export interface RunningCore {
  readonly url: string;
  /** One that it accepts; null where it asks for none. */
  readonly apiKey: string | null;
  /** Finishes the requests in flight, then closes the database. */
  close(): Promise<void>;
}

export const silentLog: CoreLog = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
