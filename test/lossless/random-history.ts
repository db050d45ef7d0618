import fc from 'fast-check';
import { z } from 'zod';

import type { Operation } from '../../proof/history/linearizable.ts';
import { mergeClaims } from '../../src/claims/merge.ts';
import type { ClaimsMergeMode, ClaimsPatch, ClaimsPayload } from '../../src/claims/types.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import type { AppSession, SdkApp } from '../support/sdk-app.ts';

/** One step of a client. */
export type Step =
  | { readonly kind: 'mine'; readonly mode: ClaimsMergeMode; readonly patch: ClaimsPatch; readonly isStale: boolean }
  | { readonly kind: 'administrator'; readonly mode: ClaimsMergeMode; readonly patch: ClaimsPatch }
  | { readonly kind: 'read' | 'refresh' | 'validate'; readonly isStale: boolean };

/** Where the steps are taken: one or several Claimset servers, and an application with the plugin if it shares the lock. */
export interface Stage {
  readonly servers: readonly string[];
  readonly apiKey: string;
  readonly app: SdkApp | null;
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const value = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.record({ x: fc.integer({ min: 0, max: 1 }), y: fc.constantFrom(null, 1) }, { requiredKeys: [] }),
  fc.constant(null),
);
const patch = fc.dictionary(key, value, { minKeys: 1, maxKeys: 2 });
const mode = fc.constantFrom<ClaimsMergeMode>('MERGE', 'MERGE', 'MERGE', 'MERGE_PATCH', 'REPLACE');

/** Any step of the first client, who alone refreshes: a refresh token is used by one. */
const step = (isFirst: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('mine' as const), mode, patch, isStale: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('administrator' as const), mode, patch }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom(...(['read', 'validate', ...(isFirst ? ['refresh'] : [])] as ('read' | 'refresh')[])),
        isStale: fc.boolean(),
      }),
    },
  );

/** Three clients of one session, with ten steps each. */
export const clients: fc.Arbitrary<readonly (readonly Step[])[]> = fc.tuple(
  ...[true, false, false].map((isFirst) => fc.array(step(isFirst), { minLength: 10, maxLength: 10 })),
);

const MINE = `mutation ($claims: MyClaimsPatch!, $mode: ClaimsMergeMode!) {
  updateMyClaims(input: { claims: $claims, mode: $mode }) { session { claims { additional } } userErrors { code } }
}`;
const ADMINISTRATOR = `mutation ($id: ID!, $claims: UserClaimsPatch!, $mode: ClaimsMergeMode!) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims, mode: $mode, reach: LIVE_SESSIONS }) {
    sessions { status }
    userErrors { code }
  }
}`;

const shown = z.object({ claims: z.object({ additional: z.record(z.string(), z.json()) }) });
const mineShape = z.object({ updateMyClaims: z.object({ session: shown }) });
const readShape = z.object({ mySession: shown });
const statusShape = z.object({ updateUserClaims: z.object({ sessions: z.array(z.object({ status: z.string() })) }) });

/** One client of a session: it keeps the newest tokens that it has seen. */
export class Client {
  readonly #session: AppSession;
  readonly #stage: Stage;
  #accessToken: string;
  #refreshToken: string;
  readonly #name: string;
  #turn: number;

  constructor(session: AppSession, stage: Stage, lane: number) {
    this.#name = `client ${lane + 1}`;
    this.#session = session;
    this.#stage = stage;
    this.#accessToken = session.accessToken;
    this.#refreshToken = session.refreshToken;
    this.#turn = lane;
  }

  /** Takes one step after another, and says what it saw. */
  async run(steps: readonly Step[]): Promise<Operation[]> {
    const operations: Operation[] = [];
    for (const one of steps) {
      const startedAtMillis = performance.now();
      const seen = await this.#take(one);
      const endedAtMillis = performance.now();
      operations.push({ client: this.#name, about: JSON.stringify(one), startedAtMillis, endedAtMillis, ...seen });
    }
    return operations;
  }

  async #take(one: Step): Promise<Pick<Operation, 'apply' | 'seen' | 'outcome'>> {
    switch (one.kind) {
      case 'mine': {
        const variables = { claims: { additional: one.patch }, mode: one.mode };
        const answer = await this.#send(MINE, variables, one.isStale);
        return {
          apply: patching(one.patch, one.mode),
          ...seenIn(answer, (data) => mineShape.parse(data).updateMyClaims.session),
        };
      }
      case 'administrator':
        return this.#administer(one);
      case 'read': {
        const answer = await this.#send('{ mySession { claims { additional } } }', {}, one.isStale);
        return { apply: same, ...seenIn(answer, (data) => readShape.parse(data).mySession) };
      }
      case 'refresh':
        await this.#refresh();
        return { apply: same, seen: null, outcome: 'DONE' };
      case 'validate':
        return this.#validate(one.isStale);
    }
  }

  async #administer(one: Extract<Step, { kind: 'administrator' }>) {
    const variables = { id: this.#session.userId, claims: { additional: one.patch }, mode: one.mode };
    const { data, errors } = await send(this.#server(), ADMINISTRATOR, variables, { 'x-api-key': this.#stage.apiKey });
    if (errors.length > 0) throw new Error(`an administrator's change failed: ${JSON.stringify(errors)}`);
    const [{ status } = { status: 'none' }] = statusShape.parse(data).updateUserClaims.sessions;
    if (status !== 'UPDATED' && status !== 'UNCHANGED') throw new Error(`an administrator's change ended as ${status}`);
    return { apply: patching(one.patch, one.mode), seen: null, outcome: 'DONE' as const };
  }

  /** The application refetches a claim, which the SDK merges into the payload. */
  async #validate(isStale: boolean) {
    if (this.#stage.app === null) return { apply: same, seen: null, outcome: 'DONE' as const };
    const answer = await this.#stage.app.call('/validate', {}, this.#token(isStale));
    if (answer.status !== 200) throw new Error(`a validation failed: ${JSON.stringify(answer.body)}`);
    this.#accessToken = answer.accessToken ?? this.#accessToken;
    const { visits } = z.object({ visits: z.json() }).parse(answer.body);
    return { apply: patching({ visits }, 'MERGE'), seen: null, outcome: 'DONE' as const };
  }

  async #refresh(): Promise<void> {
    const response = await fetch(`${this.#server()}/auth/session/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#refreshToken}`, 'st-auth-mode': 'header' },
    });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`a refresh was answered with ${response.status}`);
    this.#accessToken = response.headers.get('st-access-token') ?? this.#accessToken;
    this.#refreshToken = response.headers.get('st-refresh-token') ?? this.#refreshToken;
  }

  async #send(query: string, variables: object, isStale: boolean): Promise<GraphQLAnswer> {
    const answer = await send(this.#server(), query, variables, { authorization: `Bearer ${this.#token(isStale)}` });
    this.#accessToken = answer.headers.get('st-access-token') ?? this.#accessToken;
    return answer;
  }

  #token(isStale: boolean): string {
    return isStale ? this.#session.accessToken : this.#accessToken;
  }

  /** Each step goes to another server. */
  #server(): string {
    const { servers } = this.#stage;
    const server = servers[this.#turn++ % servers.length];
    if (server === undefined) throw new Error('the stage has no server');
    return server;
  }
}

/** The effect of a patch. */
function patching(patch: ClaimsPatch, mode: ClaimsMergeMode) {
  return (claims: ClaimsPayload): ClaimsPayload => mergeClaims(claims, patch, mode);
}

const same = (claims: ClaimsPayload): ClaimsPayload => claims;

function seenIn(
  answer: GraphQLAnswer,
  read: (data: unknown) => z.infer<typeof shown>,
): Pick<Operation, 'seen' | 'outcome'> {
  if (answer.errors.length > 0) throw new Error(`an operation failed: ${JSON.stringify(answer.errors)}`);
  return { seen: read(answer.data).claims.additional, outcome: 'DONE' };
}
