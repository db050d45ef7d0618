import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { startNode } from './process.ts';

/** An application with supertokens-node, in a process of its own. */
export interface SdkApp {
  readonly url: string;
  /** Posts to a route of the application, with an access token or without. */
  call(path: string, body?: unknown, accessToken?: string): Promise<AppAnswer>;
  /** Starts a session of a user that only this session knows. */
  signIn(payload?: object, userId?: string): Promise<AppSession>;
  /** Signs a new user up with email and password. */
  signUp(): Promise<AppSession>;
  /** Follows the link of the mail that asks the user to verify their address. */
  followVerificationLink(accessToken: string): Promise<number>;
  /** What the core has stored for a session. */
  stored(handle: string): Promise<unknown>;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** An answer of the application. */
export interface AppAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The access token that the response brought. */
  readonly accessToken: string | null;
}

/** A session, with the tokens it began with: they grow stale. */
export interface AppSession {
  readonly userId: string;
  readonly handle: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly payload: unknown;
}

const FIXTURE = join(import.meta.dirname, '../fixtures/sdk-app.ts');

/** Starts the application on a core, with the plugins that `PLUGINS` names, or with none. */
export async function startSdkApp(env: Readonly<Record<string, string>>): Promise<SdkApp> {
  const process = startNode(['--import', 'tsx', FIXTURE], env);
  const [, url = ''] = await process.line(/^READY (\S+)$/);
  const stop = async (): Promise<void> => {
    await process.stop();
  };
  return { ...connectSdkApp(url), stop, output: () => process.output() };
}

/** The application at a URL; whoever started it stops it. */
export function connectSdkApp(url: string): SdkApp {
  const call: SdkApp['call'] = async (path, body = {}, accessToken) => {
    const { answer, headers } = await post(url + path, body, accessToken);
    return { ...answer, accessToken: headers.get('st-access-token') };
  };
  return {
    url,
    call,
    signIn: (payload = {}, userId = randomUUID()) => signIn(url, payload, userId),
    signUp: () => signUp(url),
    followVerificationLink: async (accessToken) => {
      const response = await fetch(`${url}/auth/user/email/verify`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      await response.arrayBuffer();
      return response.status;
    },
    stored: async (handle) => (await call('/stored', { handle })).body,
    output: () => '',
    stop: () => Promise.resolve(),
  };
}

async function signIn(url: string, payload: object, userId: string): Promise<AppSession> {
  const { answer, headers } = await post(`${url}/sign-in`, { userId, payload });
  const body = answer.body as { handle: string; payload: unknown };
  return {
    userId,
    ...body,
    accessToken: headers.get('st-access-token') ?? '',
    refreshToken: headers.get('st-refresh-token') ?? '',
  };
}

async function signUp(url: string): Promise<AppSession> {
  const formFields = [
    { id: 'email', value: `${randomUUID()}@example.com` },
    { id: 'password', value: 'correct-horse-1' },
  ];
  const { answer, headers } = await post(`${url}/auth/signup`, { formFields });
  const { user } = answer.body as { user: { id: string } };
  const accessToken = headers.get('st-access-token') ?? '';
  const [, part = ''] = accessToken.split('.');
  const payload = JSON.parse(Buffer.from(part, 'base64url').toString()) as { sessionHandle: string };
  const refreshToken = headers.get('st-refresh-token') ?? '';
  return { userId: user.id, handle: payload.sessionHandle, accessToken, refreshToken, payload };
}

async function post(url: string, body: unknown, accessToken?: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'st-auth-mode': 'header',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });
  return { answer: { status: response.status, body: await response.json() }, headers: response.headers };
}
