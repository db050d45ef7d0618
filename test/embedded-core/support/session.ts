import type { Answer, Client } from './client.ts';

/** A session as its owner has it. */
export interface OwnSession {
  readonly handle: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly antiCsrfToken: string | undefined;
}

/** Creates a session. */
export async function createSession(core: Client, options: object = {}): Promise<OwnSession> {
  const answer = await core.post('/public/recipe/session', {
    userId: 'ada',
    userDataInJWT: { a: 1 },
    userDataInDatabase: {},
    enableAntiCsrf: false,
    ...options,
  });
  return sessionIn(answer);
}

export function verify(core: Client, accessToken: string, options: object = {}): Promise<Answer> {
  const flags = { doAntiCsrfCheck: false, enableAntiCsrf: false, checkDatabase: false };
  return core.post('/recipe/session/verify', { accessToken, ...flags, ...options });
}

export function refresh(core: Client, refreshToken: string, options: object = {}): Promise<Answer> {
  const flags = { enableAntiCsrf: false, useDynamicSigningKey: true };
  return core.post('/recipe/session/refresh', { refreshToken, ...flags, ...options });
}

export function regenerate(core: Client, accessToken: string, userDataInJWT?: object): Promise<Answer> {
  return core.post('/recipe/session/regenerate', { accessToken, userDataInJWT });
}

/** Refreshes, and expects that it worked. */
export async function refreshed(core: Client, refreshToken: string, options: object = {}): Promise<OwnSession> {
  return sessionIn(await refresh(core, refreshToken, options));
}

/** The payload of a JWT. */
export function payloadOf(token: string | undefined): Record<string, unknown> {
  return partOf(token, 1);
}

export function kidOf(token: string | undefined): unknown {
  return partOf(token, 0)['kid'];
}

function sessionIn({ body, text }: Answer): OwnSession {
  const { session, accessToken, refreshToken, antiCsrfToken } = body;
  if (session?.handle === undefined || accessToken === undefined || refreshToken === undefined) {
    throw new Error(`No session: ${text}`);
  }
  return { handle: session.handle, accessToken: accessToken.token, refreshToken: refreshToken.token, antiCsrfToken };
}

function partOf(token: string | undefined, index: number): Record<string, unknown> {
  const part = token?.split('.')[index] ?? '';
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}
