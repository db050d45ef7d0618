import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** A key takes about half a kilobyte, with its timer. */
const MOST_KEYS = 20_000;

/**
 * Counts in memory, for so many keys at most: the library alone keeps a count and a timer for each address that it has
 * seen, however many there are. The count of whoever was not seen for the longest time is forgotten.
 */
export class BoundedMemory extends RateLimiterMemory {
  readonly #keys = new Set<string>();
  readonly #mostKeys: number;

  constructor(options: IRateLimiterOptions, mostKeys = MOST_KEYS) {
    super(options);
    this.#mostKeys = mostKeys;
  }

  override consume(key: string, points?: number, options?: Record<string, unknown>): Promise<RateLimiterRes> {
    this.#touch(key);
    return super.consume(key, points, options);
  }

  override reward(key: string, points?: number, options?: Record<string, unknown>): Promise<RateLimiterRes> {
    this.#touch(key);
    return super.reward(key, points, options);
  }

  override delete(key: string): Promise<boolean> {
    this.#keys.delete(key);
    return super.delete(key);
  }

  #touch(key: string): void {
    this.#keys.delete(key);
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > this.#mostKeys && oldest !== undefined) void this.delete(oldest);
  }
}
