import { beforeAll, describe, expect, it } from 'vitest';

import { type Client, clientOf } from './support/client.ts';
import { startCoreFor } from './support/core.ts';
import { createSession } from './support/session.ts';

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

const USER = { userId: 'u' };
const PAIR = { userId: 'u', email: 'e@example.com' };
const ROLE = { role: 'r' };

/** docs/core-contract.md, 'Requests': what each endpoint makes of a tenant that does not exist. */
const atUnknownTenant: [number, string, string, object?][] = [
  [400, 'POST', '/recipe/session', { ...USER, userDataInJWT: {}, userDataInDatabase: {}, enableAntiCsrf: false }],
  [400, 'POST', '/recipe/session/refresh', { refreshToken: 'x', enableAntiCsrf: false, useDynamicSigningKey: true }],
  [400, 'POST', '/recipe/signup', { email: 'e@example.com', password: 'x' }],
  [400, 'POST', '/recipe/signin', { email: 'e@example.com', password: 'x' }],
  [400, 'POST', '/recipe/user/password/reset/token', PAIR],
  [400, 'POST', '/recipe/user/password/reset/token/consume', { token: 'x' }],
  [400, 'POST', '/recipe/user/email/verify/token', PAIR],
  [400, 'POST', '/recipe/user/email/verify', { method: 'token', token: 'x' }],
  [400, 'POST', '/recipe/user/email/verify/token/remove', PAIR],
  [400, 'GET', '/users'],
  [400, 'GET', '/users/count'],
  [400, 'GET', '/users/count?includeAllTenants=false'],
  [400, 'GET', '/users/by-accountinfo?email=x&doUnionOfAccountInfo=false'],
  [400, 'GET', '/recipe/session/user?userId=u&fetchAcrossAllTenants=false'],
  [400, 'POST', '/recipe/session/remove', { ...USER, revokeAcrossAllTenants: false }],
  [400, 'PUT', '/recipe/user/role', { ...USER, ...ROLE }],
  [400, 'POST', '/recipe/user/role/remove', { ...USER, ...ROLE }],
  [400, 'GET', '/recipe/user/roles?userId=u'],
  [400, 'GET', '/recipe/role/users?role=r'],
  [403, 'GET', '/user/id?userId=u'],
  [403, 'POST', '/user/remove', USER],
  [403, 'GET', '/users/count?includeAllTenants=true'],
  [403, 'PUT', '/recipe/user', { recipeUserId: 'u', password: 'x' }],
  [403, 'GET', '/recipe/user/metadata?userId=u'],
  [403, 'PUT', '/recipe/user/metadata', { ...USER, metadataUpdate: {} }],
  [403, 'POST', '/recipe/user/metadata/remove', USER],
  [403, 'PUT', '/recipe/role', ROLE],
  [403, 'GET', '/recipe/roles'],
  [403, 'GET', '/recipe/role/permissions?role=r'],
  [403, 'POST', '/recipe/role/remove', ROLE],
  [403, 'GET', '/recipe/permission/roles?permission=p'],
  [403, 'POST', '/recipe/jwt', { payload: {}, validity: 60, algorithm: 'RS256', jwksDomain: 'x' }],
  [403, 'GET', '/recipe/user/email/verify?userId=u&email=e'],
  [403, 'POST', '/recipe/user/email/verify/remove', PAIR],
  [403, 'GET', '/recipe/session/user?userId=u'],
  [403, 'POST', '/recipe/session/remove', USER],
  [200, 'POST', '/recipe/session/remove', { sessionHandles: ['x'] }],
  [200, 'GET', '/recipe/session?sessionHandle=x'],
  [200, 'PUT', '/recipe/jwt/data', { sessionHandle: 'x', userDataInJWT: {} }],
  [200, 'PUT', '/recipe/session/data', { sessionHandle: 'x', userDataInDatabase: {} }],
  [200, 'GET', '/.well-known/jwks.json'],
  [200, 'GET', '/recipe/multitenancy/tenant/v2'],
];

describe('an endpoint below a tenant', () => {
  it.each(atUnknownTenant)('that does not exist answers %i: %s %s', async (status, method, path, body) => {
    const answer = await core.send(method, `/nope${path}`, body === undefined ? undefined : JSON.stringify(body));
    expect(answer.status).toBe(status);
  });

  it.each(atUnknownTenant)('public works (elsewhere %i): %s %s', async (_status, method, path, body) => {
    const answer = await core.send(method, `/public${path}`, body === undefined ? undefined : JSON.stringify(body));
    expect(answer.status).toBe(200);
  });

  it('ignores it where a token says which session it is', async () => {
    const { accessToken } = await createSession(core);
    const flags = { doAntiCsrfCheck: false, enableAntiCsrf: false, checkDatabase: true };
    const verified = await core.post('/nope/recipe/session/verify', { accessToken, ...flags });
    const regenerated = await core.post('/nope/recipe/session/regenerate', { accessToken });
    expect([verified.body.status, regenerated.body.status]).toEqual(['OK', 'OK']);
  });
});

describe('a handle with a tenant', () => {
  it('that does not exist is 400', async () => {
    const handle = 'abc_nope';
    const answers = await Promise.all([
      core.get('/recipe/session', { sessionHandle: handle }),
      core.put('/recipe/jwt/data', { sessionHandle: handle, userDataInJWT: {} }),
      core.put('/recipe/session/data', { sessionHandle: handle, userDataInDatabase: {} }),
      core.post('/recipe/session/remove', { sessionHandles: ['abc', handle] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it('that is public is a handle that nobody has', async () => {
    const { body } = await core.get('/recipe/session', { sessionHandle: 'abc_public' });
    expect(body.status).toBe('UNAUTHORISED');
  });
});
