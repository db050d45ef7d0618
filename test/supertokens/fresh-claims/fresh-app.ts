import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { startNode, type TestProcess } from '../../support/process.ts';
import { type AppSession, connectSdkApp, type SdkApp } from '../../support/sdk-app.ts';

/** The application of `test/fixtures/fresh-app.ts`, in a process of its own. */
export interface FreshApp {
  readonly process: TestProcess;
  readonly call: SdkApp['call'];
  readonly stored: (handle: string) => Promise<unknown>;
  readonly signIn: (userId: string) => Promise<AppSession>;
  /** Signs a new user in who has a new role. */
  signInWithRole(): Promise<{
    userId: string;
    role: string;
    handle: string;
    accessToken: string;
    refreshToken: string;
  }>;
  /** What the access token says after a refresh. */
  refresh(refreshToken: string): Promise<{ status: number; payload: unknown }>;
}

/** Also for the thread of a ledger. */
const TYPESCRIPT = new URL('../../support/typescript.mjs', import.meta.url).href;

export async function startFreshApp(env: Readonly<Record<string, string>>): Promise<FreshApp> {
  const process = startNode(['--import', TYPESCRIPT, join(import.meta.dirname, '../../fixtures/fresh-app.ts')], env);
  const [, url = ''] = await process.line(/^READY (\S+)$/);
  const app = connectSdkApp(url);
  return {
    process,
    call: (path, body, accessToken) => app.call(path, body, accessToken),
    stored: (handle) => app.stored(handle),
    signIn: (userId) => app.signIn({}, userId),
    signInWithRole: async () => {
      const [userId, role] = [randomUUID(), `role-${randomUUID()}`];
      await app.call('/make-role', { role });
      await app.call('/add-role', { userId, role });
      return { ...(await app.signIn({}, userId)), role };
    },
    refresh: async (refreshToken) => {
      const headers = { authorization: `Bearer ${refreshToken}`, 'st-auth-mode': 'header' };
      const response = await fetch(`${url}/auth/session/refresh`, { method: 'POST', headers });
      await response.text();
      const [, part = ''] = (response.headers.get('st-access-token') ?? '').split('.');
      const payload: unknown = part === '' ? null : JSON.parse(Buffer.from(part, 'base64url').toString());
      return { status: response.status, payload };
    },
  };
}
