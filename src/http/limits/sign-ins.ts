import type { Request, RequestHandler } from 'express';
import { z } from 'zod';

import { networkOf } from '../passwords/queue.ts';
import { requestId } from '../request-id.ts';
import { type OnRefused, refuseTooMany } from './refuse.ts';

/** What has been used of a budget; see `Counter` in `src/limits/`. */
interface SignInCounter {
  take(key: string): Promise<{ readonly isWithin: boolean; readonly retryAfterSeconds: number }>;
  giveBack(key: string, points: number): Promise<void>;
  forget(key: string): Promise<number>;
}

export interface SignInLimitsDeps {
  readonly ofAddress: SignInCounter;
  readonly ofAccountFromAddress: SignInCounter;
  readonly ofAccount: SignInCounter;
  readonly onRefused: OnRefused;
  /** Slows a sign-in for an account that many have failed at. */
  slowDown(): Promise<void>;
}

/** Limits failed sign-ins. */
export interface SignInLimits {
  readonly handler: RequestHandler;
  /** To be told, before the answer is sent, whether the password of a request was right. */
  settle(request: object, isRight: boolean): Promise<void>;
}

const SIGN_IN_ROUTE = /^\/auth\/(?:[^/]+\/)?signin\/*$/i;
const credentials = z.object({ formFields: z.array(z.object({ id: z.string(), value: z.unknown() })) });

/**
 * Each sign-in is counted as a failure before it begins, or many at once would pass before the first has failed. One that
 * turns out right gives back all failures of its account from there; one that came to no verdict, itself.
 */
export function limitSignIns(deps: SignInLimitsDeps): SignInLimits {
  const attempts = new WeakMap<object, Attempt>();
  const handler: RequestHandler = async (req, res, next) => {
    if (req.method !== 'POST' || !SIGN_IN_ROUTE.test(req.path)) {
      next();
      return;
    }
    const attempt = new Attempt(deps, networkOf(req.ip ?? ''), accountOf(req));
    const retryAfterSeconds = await attempt.begin();
    if (retryAfterSeconds !== null) {
      deps.onRefused('sign-in', requestId(req));
      refuseTooMany(res, 'failed sign-ins', retryAfterSeconds);
      return;
    }
    attempts.set(req, attempt);
    // Who hangs up before the answer does not get the attempt back.
    res.once('finish', () => void attempt.withdraw());
    next();
  };
  return {
    handler,
    settle: async (request, isRight) => attempts.get(request)?.settle(isRight),
  };
}

class Attempt {
  readonly #deps: SignInLimitsDeps;
  readonly #address: string;
  readonly #account: string;
  #isOpen = true;

  constructor(deps: SignInLimitsDeps, address: string, account: string) {
    this.#deps = deps;
    this.#address = address;
    this.#account = account;
  }

  get #accountFromAddress(): string {
    return `${this.#address} ${this.#account}`;
  }

  /** Null, or in how many seconds it may be tried again. */
  async begin(): Promise<number | null> {
    const { ofAddress, ofAccountFromAddress, ofAccount } = this.#deps;
    const address = await ofAddress.take(this.#address);
    if (!address.isWithin) return address.retryAfterSeconds;
    const pair = await ofAccountFromAddress.take(this.#accountFromAddress);
    if (!pair.isWithin) {
      // No password is tried: others behind this address are not to pay for it.
      await ofAddress.giveBack(this.#address, 1);
      return pair.retryAfterSeconds;
    }
    const account = await ofAccount.take(this.#account);
    if (!account.isWithin) await this.#deps.slowDown();
    return null;
  }

  async settle(isRight: boolean): Promise<void> {
    this.#isOpen = false;
    if (isRight) await this.#giveBack(await this.#deps.ofAccountFromAddress.forget(this.#accountFromAddress));
  }

  /** No verdict: a form that cannot be read, no room in the queue, a core that does not answer. */
  async withdraw(): Promise<void> {
    if (!this.#isOpen) return;
    await this.#deps.ofAccountFromAddress.giveBack(this.#accountFromAddress, 1);
    await this.#giveBack(1);
  }

  async #giveBack(points: number): Promise<void> {
    await this.#deps.ofAddress.giveBack(this.#address, points);
    await this.#deps.ofAccount.giveBack(this.#account, points);
  }
}

/** The email as the core compares it, so that another spelling is no other account. */
function accountOf(req: Request): string {
  const fields = credentials.safeParse(req.body).data?.formFields ?? [];
  const email = fields.find(({ id }) => id === 'email')?.value;
  return typeof email === 'string' ? email.trim().toLowerCase() : '';
}
