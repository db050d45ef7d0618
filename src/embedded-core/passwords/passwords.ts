import type { Options } from '@node-rs/argon2';
import pLimit from 'p-limit';

import { badRequest, HttpError } from '../http/errors.ts';

// OWASP's second choice for argon2id, which is the package's default algorithm.
const OPTIONS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Each takes 19 MB and one of the four threads of libuv that also sign tokens.
const AT_A_TIME = 1;
// At 50 ms each, the last of them waits for about three seconds.
const LARGEST_QUEUE = 64;
// Of random bytes that nobody kept, with the same options: checking against it takes as long as any other check.
const HASH_OF_NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$9kVa91GFmAEwqVo5P/rpHA$WOJtv4JXtTlwHlkgvSiJlhOGflnO7w/M9D6uwTGehVg';

/** Whether whoever asked has hung up. */
export type HasGone = () => boolean;

/**
 * Passwords as they are stored (docs/core-contract.md, 'Users').
 * @throws HttpError 429 where too many wait already; nothing is hashed for a caller who has gone
 */
export interface Passwords {
  hash(password: string, hasGone: HasGone): Promise<string>;
  /** Null: nobody has that email; takes as long as a wrong password does. */
  matches(password: string, storedHash: string | null, hasGone: HasGone): Promise<boolean>;
}

/** Argon2id, loaded when it is first needed: a core that only keeps sessions never does. */
export function createPasswords(): Passwords {
  const limit = pLimit(AT_A_TIME);
  const argon2 = () => import('@node-rs/argon2');
  async function inTurn<Result>(hasGone: HasGone, work: () => Promise<Result>): Promise<Result> {
    if (limit.pendingCount >= LARGEST_QUEUE) throw new HttpError(429, 'Too many passwords are waiting to be hashed');
    return limit(async () => {
      if (hasGone()) throw badRequest('The caller has gone');
      return work();
    });
  }
  return {
    hash: (password, hasGone) => inTurn(hasGone, async () => (await argon2()).hash(password, OPTIONS)),
    matches: (password, storedHash, hasGone) =>
      inTurn(hasGone, async () => {
        const isRight = await (await argon2()).verify(storedHash ?? HASH_OF_NOBODY, password);
        return isRight && storedHash !== null;
      }),
  };
}
