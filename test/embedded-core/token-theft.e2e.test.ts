import { expect, it, onTestFinished } from 'vitest';

import { startSdkApp } from '../support/sdk-app.ts';
import { startTestCore } from './support/core.ts';

async function startApp() {
  const { url } = await startTestCore();
  const app = await startSdkApp({ CORE_URI: url });
  onTestFinished(() => app.stop());
  return app;
}

async function refresh(url: string, refreshToken: string) {
  const headers = { authorization: `Bearer ${refreshToken}`, 'st-auth-mode': 'header' };
  const { status, headers: answered } = await fetch(`${url}/auth/session/refresh`, { method: 'POST', headers });
  const token = (name: string) => answered.get(`st-${name}-token`) ?? '';
  return { status, accessToken: token('access'), refreshToken: token('refresh') };
}

it('a refresh token that was replaced ends the session of thief and owner, in an application with the SDK', async () => {
  const app = await startApp();
  const session = await app.signIn({ plan: 'pro' });
  const next = await refresh(app.url, session.refreshToken);
  expect((await app.call('/payload', {}, next.accessToken)).body).toMatchObject({ plan: 'pro' });
  expect((await refresh(app.url, session.refreshToken)).status).toBe(401);
  expect(await app.stored(session.handle)).toBeNull();
  expect((await refresh(app.url, next.refreshToken)).status).toBe(401);
});

it('a refresh token whose answer was lost is good again, in an application with the SDK', async () => {
  const app = await startApp();
  const session = await app.signIn({ plan: 'pro' });
  expect((await refresh(app.url, session.refreshToken)).status).toBe(200);
  const again = await refresh(app.url, session.refreshToken);
  expect(again.status).toBe(200);
  expect((await app.call('/payload', {}, again.accessToken)).body).toMatchObject({ plan: 'pro' });
});
