import { expect } from 'vitest';

import { send } from '../support/caller.ts';
import { signUp, type TestUser } from '../support/user.ts';

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { userErrors { code } } }`;
const THEIRS = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) {
    sessions { status } standing { status } userErrors { code } } }`;
const READ = '{ mySession { claims { additional } } }';
const KEYS_OF_EACH = 10;

/** Users who change their own claims without a pause, and a back end that changes those of all of them. */
export interface Load {
  /** How many changes have been acknowledged. */
  acknowledged(): number;
  /** What was answered in place of an acknowledgement. */
  readonly failures: unknown[];
  /** Ends it, and looks for what was acknowledged and is not there. */
  stop(): Promise<{ readonly lost: readonly string[] }>;
}

/** Starts it on a server. */
export async function startLoad(url: string, users: number, apiKey: string): Promise<Load> {
  const people = await Promise.all(Array.from({ length: users }, () => signUp(url)));
  const kept = new Map(people.map((user) => [user, new Map<string, number>()]));
  const failures: unknown[] = [];
  let acknowledged = 0;
  let isOver = false;
  const keep = (user: TestUser, key: string, turn: number): void => {
    kept.get(user)?.set(key, turn);
    acknowledged += 1;
  };
  const changeMine = async (user: TestUser, turn: number): Promise<void> => {
    const key = `own${turn % KEYS_OF_EACH}`;
    const { status, data, errors } = await user.session.send(MINE, { additional: { [key]: turn } });
    const isGood = status === 200 && errors.length === 0;
    if (isGood) keep(user, key, turn);
    else failures.push({ status, data, errors });
  };
  const changeTheirs = async (user: TestUser, turn: number): Promise<void> => {
    const key = `theirs${turn % KEYS_OF_EACH}`;
    const variables = { id: user.id, additional: { [key]: turn } };
    const { status, data, errors } = await send(url, THEIRS, variables, { 'x-api-key': apiKey });
    const statuses = [...JSON.stringify(data).matchAll(/"status":"(\w+)"/g)].map(([, one]) => one);
    const isGood = status === 200 && errors.length === 0 && statuses.length === 2;
    if (isGood && statuses.every((one) => one === 'UPDATED')) keep(user, key, turn);
    else failures.push({ status, data, errors });
  };
  const repeat = async (work: (turn: number) => Promise<void>): Promise<void> => {
    for (let turn = 1; !isOver; turn += 1) {
      try {
        await work(turn);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const running = [
    ...people.map((user) => repeat((turn) => changeMine(user, turn))),
    repeat(async (turn) => {
      for (const user of people) await changeTheirs(user, turn);
    }),
  ];
  return {
    acknowledged: () => acknowledged,
    failures,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      const lost = await Promise.all(people.map((user) => lostOf(user, kept.get(user) ?? new Map())));
      return { lost: lost.flat() };
    },
  };
}

async function lostOf({ session }: TestUser, kept: ReadonlyMap<string, number>): Promise<string[]> {
  const { data, errors } = await session.send(READ);
  expect(errors).toEqual([]);
  const { additional } = (data as { mySession: { claims: { additional: Record<string, unknown> } } }).mySession.claims;
  return [...kept].flatMap(([key, turn]) =>
    additional[key] === turn ? [] : [`${key}: ${turn} was acknowledged, ${String(additional[key])} is there`],
  );
}
