import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Random } from '../simulation/random.ts';
import { ask, post } from './ask.ts';
import type { Book, Seat } from './book.ts';
import { changeBySdk, changeMine, changeUser, type Told } from './changes.ts';
import type { Attempt } from './history.ts';
import type { Instance, Stage } from './stage.ts';

/** What a client needs. */
export interface Surroundings {
  readonly stage: Stage;
  readonly book: Book;
  readonly random: Random;
}

const KEYS_OF_A_CLIENT = 4;
const REMOVES = 0.35;
const PAUSE_MILLIS = 50;

type Way = 'updateMyClaims' | 'updateUserClaims' | 'updateUserClaims, future too' | 'SDK by token' | 'SDK by handle';

/** Changes the claims of one user, one change after the other, keys of its own alone. */
export class Client {
  readonly #name: string;
  readonly #seat: Seat;
  readonly #around: Surroundings;
  /** The keys that may be there. */
  readonly #set = new Set<string>();

  constructor(name: string, seat: Seat, around: Surroundings) {
    this.#name = name;
    this.#seat = seat;
    this.#around = around;
  }

  async step(): Promise<void> {
    const { random, book } = this.#around;
    const way = this.#way();
    const isFuture = way === 'updateUserClaims, future too';
    // What reaches the sessions to come has keys of its own, since it is judged for each session of the user.
    const key = `${this.#name}${isFuture ? 'f' : 'k'}${random.between(1, KEYS_OF_A_CLIENT)}`;
    const isRemoved = this.#set.has(key) && random.chance(REMOVES);
    const value = isRemoved ? null : book.nextValue();
    if (isRemoved) this.#set.delete(key);
    else this.#set.add(key);
    await this.#attempt(way, key, value);
  }

  async #attempt(way: Way, key: string, value: number | null): Promise<void> {
    const { stage, random, book } = this.#around;
    const seat = { ...this.#seat };
    const instance = way.startsWith('SDK') && stage.app !== null ? stage.app : random.pick(nonEmpty(stage.servers));
    const url = await instance.url();
    const server = instance.label;
    const startedAtMillis = book.nowMillis;
    const told = await this.#send(way, url, seat, { [key]: value });
    if (told === null) {
      await sleep(PAUSE_MILLIS);
      return;
    }
    const { accessToken, ...rest } = told;
    // A session that has begun meanwhile has tokens of its own.
    if (accessToken != null && this.#seat.handle === seat.handle) this.#seat.newestToken = accessToken;
    const isOfUser = way.startsWith('updateUserClaims');
    const attempt: Attempt = {
      ...{ startedAtMillis, endedAtMillis: book.nowMillis, client: this.#name, server, how: way, key, value },
      userId: seat.userId,
      handle: isOfUser ? null : seat.handle,
      reachesFuture: way === 'updateUserClaims, future too',
      ...rest,
    };
    book.attempts.push(attempt);
  }

  #send(way: Way, url: string, seat: Seat, patch: object): Promise<Told | null> {
    const { stage, random } = this.#around;
    const token = random.chance(0.5) ? seat.firstToken : seat.newestToken;
    const { userId, handle } = seat;
    switch (way) {
      case 'updateMyClaims':
        return changeMine(url, token, patch);
      case 'updateUserClaims':
        return changeUser(url, stage.apiKey, { userId, reachesFuture: false }, patch);
      case 'updateUserClaims, future too':
        return changeUser(url, stage.apiKey, { userId, reachesFuture: true }, patch);
      case 'SDK by token':
        return changeBySdk(url, { token }, patch);
      case 'SDK by handle':
        return changeBySdk(url, { handle }, patch);
    }
  }

  #way(): Way {
    const { random, stage } = this.#around;
    const chance = random.next();
    if (chance < 0.2) return 'updateUserClaims';
    if (chance < 0.35) return 'updateUserClaims, future too';
    if (stage.app === null || chance < 0.75) return 'updateMyClaims';
    return chance < 0.88 ? 'SDK by token' : 'SDK by handle';
  }
}

const signedIn = z.object({ status: z.literal('OK'), user: z.object({ id: z.string() }) });
const tokenPayload = z.object({ sessionHandle: z.string() });
const PASSWORD = 'correct-horse-1';

/** Begins a session, and writes it down; asks again until a server has answered. */
export async function begin(email: string, route: 'signup' | 'signin', { stage, book, random }: Surroundings) {
  for (;;) {
    const url = await random.pick(nonEmpty(stage.servers)).url();
    const formFields = [
      { id: 'email', value: email },
      { id: 'password', value: PASSWORD },
    ];
    const startedAtMillis = book.nowMillis;
    const answer = await post(`${url}/auth/${route}`, { formFields });
    const user = answer.kind === 'answered' ? signedIn.safeParse(answer.body).data?.user : undefined;
    if (answer.kind === 'answered' && user !== undefined && answer.accessToken !== null) {
      const [, part = ''] = answer.accessToken.split('.');
      const { sessionHandle: handle } = tokenPayload.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
      const userId = user.id;
      book.sessions.push({ userId, handle, startedAtMillis, begunAtMillis: book.nowMillis });
      return { userId, handle, firstToken: answer.accessToken, newestToken: answer.accessToken };
    }
    await sleep(PAUSE_MILLIS);
  }
}

const END = 'mutation ($handle: ID!) { endSession(input: { handle: $handle }) { ended userErrors { code } } }';

/** The user begins another session, uses it from now on, and ends the one before. */
export async function turnOver(seat: Seat, around: Surroundings): Promise<void> {
  const { handle } = seat;
  Object.assign(seat, await begin(seat.email, 'signin', around));
  const url = await around.random.pick(nonEmpty(around.stage.servers)).url();
  // Where nobody answers, the session stays, and is judged like any other.
  await ask(url, END, { handle }, { 'x-api-key': around.stage.apiKey });
  around.book.sessionEnded();
}

function nonEmpty(servers: readonly Instance[]): readonly [Instance, ...Instance[]] {
  const [first, ...others] = servers;
  if (first === undefined) throw new Error('there is no server');
  return [first, ...others];
}
