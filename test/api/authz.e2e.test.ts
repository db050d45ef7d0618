import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';
import { signUp, type TestUser } from '../support/user.ts';

const ROOT = join(import.meta.dirname, '../..');
const apiKey = createApiKey('tests', ['claims:write']);
const UPDATE = `mutation ($id: ID!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims }) { sessions { status } userErrors { message } }
}`;

let claimset: Claimset;
let service: Server;
let nginx: TestNginx;
let user: TestUser;

beforeAll(async () => {
  const claims = readFileSync(join(ROOT, 'schema/claims.graphql'), 'utf8');
  const mapped = claims.replace(/(\bplan: Plan @claim\()/, '$1hasura: "X-Hasura-Role", ');
  expect(mapped).not.toBe(claims);
  const file = join(await temporaryFolder(), 'claims.graphql');
  await writeFile(file, mapped);
  claimset = await startClaimset({ API_KEYS: apiKey.entry, CLAIMS_SCHEMA: file });
  service = createServer((req, res) => res.end(JSON.stringify(req.headers)));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const address = service.address();
  const upstream = (name: string, host: string) => `upstream ${name} { server ${host}; }`;
  nginx = await startNginx({
    http:
      upstream('claimset', new URL(claimset.url).host) +
      upstream('service', `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`),
    server: readFileSync(join(ROOT, 'deploy/nginx/authz.conf'), 'utf8'),
  });
  user = await signUp(claimset.url);
  await change({ plan: 'PRO', company: { name: 'Müller "& Co"' } });
});

afterAll(async () => {
  await nginx.stop();
  service.close();
  await claimset.stop();
});

async function change(claims: object): Promise<void> {
  const { data } = await send(claimset.url, UPDATE, { id: user.id, claims }, { 'x-api-key': apiKey.key });
  expect(data).toMatchObject({ updateUserClaims: { userErrors: [] } });
}

function bearer({ session } = user): Record<string, string> {
  return { authorization: `Bearer ${session.accessToken}` };
}

async function authz(init: RequestInit = {}, path = '') {
  const response = await fetch(`${claimset.url}/authz${path}`, init);
  const body: unknown = JSON.parse((await response.text()) || 'null');
  return { status: response.status, headers: response.headers, body };
}

const seen = z.record(z.string(), z.string());

describe('/authz', () => {
  it('answers with the claims as they are stored, though the token is older', async () => {
    expect(user.session.token).not.toHaveProperty(['https://example.com/plan']);
    const { status, headers, body } = await authz({ headers: bearer() });
    expect(status).toBe(200);
    expect(JSON.parse(decodeURIComponent(headers.get('x-claims-plan') ?? ''))).toBe('PRO');
    expect(JSON.parse(decodeURIComponent(headers.get('x-claims-company') ?? ''))).toEqual({ name: 'Müller "& Co"' });
    expect(headers.get('x-claims-version')).toMatch(/^[\w-]{22}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ 'X-Hasura-User-Id': user.id, 'X-Hasura-Role': 'PRO' });
  });

  it('has another version after each change, and the same one for the same claims', async () => {
    const version = async () => (await authz({ headers: bearer() })).headers.get('x-claims-version');
    const first = await version();
    await change({ locale: 'de' });
    const second = await version();
    await change({ locale: null });
    expect([second === first, await version()]).toEqual([false, first]);
  });

  it.each([
    ['nothing', {}, 'UNAUTHENTICATED'],
    ['a token that cannot be read', { authorization: 'Bearer x.y.z' }, 'UNAUTHENTICATED'],
    ['two cookies', { cookie: 'sAccessToken=a; sAccessToken=b' }, 'DUPLICATE_COOKIE'],
  ])('answers 401 to %s', async (_case, headers, code) => {
    const answer = await authz({ headers });
    expect(answer).toMatchObject({ status: 401, body: { errors: [{ extensions: { code } }] } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('answers 401 for a session that has ended, and for a token that is none of ours', async () => {
    const session = await user.signIn();
    const headers = { authorization: `Bearer ${session.accessToken}` };
    expect((await authz({ headers })).status).toBe(200);
    await session.signOut();
    expect(await authz({ headers })).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    const forged = { authorization: `${bearer()['authorization'] ?? ''}x` };
    expect((await authz({ headers: forged })).status).toBe(401);
  });

  it.each([
    ['without a method', {}, 401],
    ['of a POST', { 'x-original-method': 'POST' }, 401],
    ['of a POST with rid', { 'x-original-method': 'POST', rid: 'anti-csrf' }, 200],
    ['of a GET', { 'x-original-method': 'GET' }, 200],
    ['of a GET, as Traefik and Caddy say it', { 'x-forwarded-method': 'GET' }, 200],
    ['of a POST that says that it is a GET', { 'x-original-method': 'POST', 'x-forwarded-method': 'GET' }, 401],
  ])('takes a cookie %s: %j', async (_case, more, status) => {
    const headers = { cookie: `sAccessToken=${user.session.accessToken}`, ...more };
    expect((await authz({ headers })).status).toBe(status);
  });

  it('answers requests of every method and path, as Envoy passes them on', async () => {
    const init = { method: 'PUT', headers: { ...bearer(), 'content-type': 'text/plain' }, body: 'no JSON' };
    expect((await authz(init, '/reports/7?x=1')).status).toBe(200);
  });
});

describe("Hasura's webhook", () => {
  it('in POST mode has the headers of the request in its body, and its own are not looked at', async () => {
    const ask = (headers: object, own: Record<string, string> = {}) =>
      authz({
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'hasura-graphql-engine/v2.40.0', ...own },
        body: JSON.stringify({
          headers,
          request: { variables: null, operationName: null, query: '{ reports { id } }' },
        }),
      });
    const { authorization } = bearer();
    const answer = await ask({ Authorization: authorization, 'Content-Type': 'application/json', Host: 'h' });
    expect(answer).toMatchObject({ status: 200, body: { 'X-Hasura-User-Id': user.id, 'X-Hasura-Role': 'PRO' } });
    expect((await ask({ Host: 'h' }, bearer())).status).toBe(401);
  });

  it('in GET mode has them as its own', async () => {
    const { body } = await authz({ headers: { ...bearer(), 'user-agent': 'hasura-graphql-engine/v2.40.0' } });
    expect(body).toMatchObject({ 'X-Hasura-Role': 'PRO' });
  });
});

describe('a service behind nginx', () => {
  it('gets the stored claims, and nothing that a client says in their place', async () => {
    const forged = {
      'x-claims-plan': '%22ENTERPRISE%22',
      'X-Claims-Theme': '%22DARK%22',
      'x-claims-user-id': '%22admin%22',
    };
    const { status, body } = await nginx.send('/reports', { headers: { ...bearer(), ...forged } });
    expect(status).toBe(200);
    const headers: IncomingHttpHeaders = seen.parse(JSON.parse(body));
    expect(headers).toMatchObject({ 'x-claims-plan': '%22PRO%22', 'x-claims-user-id': `%22${user.id}%22` });
    expect(headers).not.toHaveProperty('x-claims-theme');
  });

  it('is not asked where there is no good session, or a cookie alone', async () => {
    expect((await nginx.send('/reports')).status).toBe(401);
    const headers = { cookie: `sAccessToken=${user.session.accessToken}` };
    expect((await nginx.send('/reports', { headers })).status).toBe(200);
    expect((await nginx.send('/reports', { headers, method: 'POST' })).status).toBe(401);
    expect((await nginx.send('/reports', { headers: { ...headers, rid: 'anti-csrf' }, method: 'POST' })).status).toBe(
      200,
    );
  });

  it('has a line in the file for each header that /authz may answer with', () => {
    const claims = readFileSync(join(ROOT, 'schema/claims.graphql'), 'utf8');
    const [, fields = ''] = /type Claims \{([^}]*)\}/.exec(claims) ?? [];
    const names = [...fields.matchAll(/^ {2}(\w+):/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'additional');
    expect(names.length).toBeGreaterThan(3);
    const file = readFileSync(join(ROOT, 'deploy/nginx/authz.conf'), 'utf8');
    const written = [...file.matchAll(/proxy_set_header x-claims-([\w-]+) \$claims_(\w+);/g)].map(([, name]) => name);
    expect(written).toEqual(['user-id', 'session-handle', 'version', ...names]);
  });
});
