import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** What fetching the keys of access tokens needs. */
export interface KeysOptions {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** A clock that never goes back. */
  readonly nowMillis: () => number;
}

/** The keys that were fetched last. */
interface Fetched {
  readonly keys: JWTVerifyGetKey;
  readonly atMillis: number;
}

const TIMEOUT_MILLIS = 3_000;
/** A token with an unknown key may be the first one after a rotation, or one of a flood: one fetch in this time. */
const COOLDOWN_MILLIS = 1_000;
/** When keys are this old they are fetched again: one that was withdrawn must stop working. */
const MAX_AGE_MILLIS = 600_000;
/** How old they may become where fetching fails: an outage withdraws no key. */
const MAX_AGE_IN_OUTAGE_MILLIS = 3_600_000;

/** Thrown where the keys cannot be had now: nothing is wrong with the token. */
class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/**
 * The keys that the issuer of access tokens publishes, as jose takes them. In place of jose's own `createRemoteJWKSet`,
 * which fetches for every token while fetching fails, and learns of a new key after up to 30 seconds.
 */
export function publishedKeys(options: KeysOptions): JWTVerifyGetKey {
  const published = new PublishedKeys(options);
  return async (header, token) => {
    const keys = await published.current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await published.renew();
      return published.complete()(header, token);
    }
  };
}

class PublishedKeys {
  readonly #options: KeysOptions;
  #fetched: Fetched | null = null;
  #failure: KeysUnavailableError | null = null;
  #triedAtMillis = -Infinity;
  #underWay: Promise<void> | null = null;

  constructor(options: KeysOptions) {
    this.#options = options;
  }

  /** In an outage nobody waits for what has failed before, as long as there are keys to go on with. */
  async current(): Promise<JWTVerifyGetKey> {
    const keys = this.#youngerThan(MAX_AGE_MILLIS);
    if (keys !== null) return keys;
    const isOutage = this.#failure !== null && this.#youngerThan(MAX_AGE_IN_OUTAGE_MILLIS) !== null;
    const renewed = this.renew();
    if (!isOutage) await renewed;
    return this.latest();
  }

  latest(): JWTVerifyGetKey {
    const keys = this.#youngerThan(MAX_AGE_IN_OUTAGE_MILLIS);
    if (keys !== null) return keys;
    throw this.#failure ?? new KeysUnavailableError(`the keys at ${this.#options.url} were not fetched`);
  }

  /** For a key that is not among the latest: where those could not be fetched, it may be one that was published since. */
  complete(): JWTVerifyGetKey {
    if (this.#failure !== null) throw this.#failure;
    return this.latest();
  }

  /** Whoever comes while one is under way waits for that one; soon after one there is none. Never rejects. */
  async renew(): Promise<void> {
    const isSoon = this.#options.nowMillis() - this.#triedAtMillis < COOLDOWN_MILLIS;
    if (this.#underWay === null && isSoon) return;
    this.#underWay ??= this.#attempt();
    await this.#underWay;
  }

  async #attempt(): Promise<void> {
    const { url, fetch, nowMillis } = this.#options;
    try {
      this.#fetched = { keys: createLocalJWKSet(await fetchKeys(url, fetch)), atMillis: nowMillis() };
      this.#failure = null;
    } catch (cause) {
      this.#failure = new KeysUnavailableError(`the keys at ${url} cannot be had`, { cause });
    } finally {
      this.#triedAtMillis = nowMillis();
      this.#underWay = null;
    }
  }

  #youngerThan(maxAgeMillis: number): JWTVerifyGetKey | null {
    if (this.#fetched === null || this.#options.nowMillis() - this.#fetched.atMillis >= maxAgeMillis) return null;
    return this.#fetched.keys;
  }
}

async function fetchKeys(url: string, fetch: KeysOptions['fetch']): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
  const response = await fetch(url, { headers: { accept: 'application/json' }, signal, redirect: 'error' });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered with status ${response.status}`);
  const value: unknown = JSON.parse(text);
  if (isKeySet(value)) return value;
  throw new TypeError(`${url} answered with something that is no set of keys`);
}

/** jose looks at each key when it uses it. */
function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    typeof value === 'object' &&
    value !== null &&
    'keys' in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key: unknown) => typeof key === 'object' && key !== null)
  );
}
