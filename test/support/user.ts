import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { type GraphQLAnswer, send } from './caller.ts';

const signedUp = z.object({ status: z.literal('OK'), user: z.object({ id: z.string(), emails: z.array(z.string()) }) });

/** A session in header mode, which follows the tokens that responses bring. */
export class TestSession {
  readonly #url: string;
  accessToken: string;
  refreshToken: string;

  constructor(url: string, headers: Headers) {
    this.#url = url;
    this.accessToken = headers.get('st-access-token') ?? '';
    this.refreshToken = headers.get('st-refresh-token') ?? '';
  }

  /** The claims of the access token, and the token's own members. */
  get token(): Record<string, unknown> {
    const [, payload = ''] = this.accessToken.split('.');
    return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }

  get handle(): string {
    return z.string().parse(this.token['sessionHandle']);
  }

  /** Sends an operation with the session's token, and takes the new one that the response may bring. */
  async send(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    const answer = await send(this.#url, query, variables, { authorization: `Bearer ${this.accessToken}`, ...headers });
    this.accessToken = answer.headers.get('st-access-token') ?? this.accessToken;
    return answer;
  }

  /** Refreshes the session, as frontend SDKs do. */
  async refresh(): Promise<number> {
    const response = await fetch(`${this.#url}/auth/session/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.refreshToken}`, 'st-auth-mode': 'header' },
    });
    await response.arrayBuffer();
    this.accessToken = response.headers.get('st-access-token') ?? this.accessToken;
    this.refreshToken = response.headers.get('st-refresh-token') ?? this.refreshToken;
    return response.status;
  }

  async signOut(): Promise<void> {
    await fetch(`${this.#url}/auth/signout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.accessToken}` },
    });
  }
}

/** A user of the embedded core. */
export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly session: TestSession;
  /** One more session of the same user. */
  signIn(): Promise<TestSession>;
}

const PASSWORD = 'correct-horse-1';

/** Signs up a new user. */
export async function signUp(url: string, email = `${randomUUID()}@example.com`): Promise<TestUser> {
  const { user, session } = await authenticate(url, 'signup', email);
  return { id: user.id, email, session, signIn: async () => (await authenticate(url, 'signin', email)).session };
}

async function authenticate(url: string, path: 'signup' | 'signin', email: string) {
  const response = await fetch(`${url}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'st-auth-mode': 'header' },
    body: JSON.stringify({
      formFields: [
        { id: 'email', value: email },
        { id: 'password', value: PASSWORD },
      ],
    }),
  });
  const { user } = signedUp.parse(await response.json());
  return { user, session: new TestSession(url, response.headers) };
}
