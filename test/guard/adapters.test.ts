import { once } from 'node:events';

import express from 'express';
import { describe, expect, it, vi } from 'vitest';

import { guardWorld } from './guard-world.ts';

const world = guardWorld();

describe('a guard in Express', () => {
  it('lets a request through, and answers those that it refuses with the reason', async () => {
    const guard = world().guard();
    await guard.ready();
    const app = express();
    app.get(
      '/',
      guard.express(({ claims }) => claims['plan'] === 'PRO'),
      (req, res) => {
        res.json(guard.sessionOf(req).claims);
      },
    );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
      return [response.status, response.headers.get('www-authenticate'), await response.json()];
    };
    const of = async (plan: string) => ({ authorization: `Bearer ${await world().claimset.token({ plan })}` });
    expect(await ask(await of('PRO'))).toEqual([200, null, { plan: 'PRO' }]);
    const forbidden = 'the claims of this session do not allow it';
    expect(await ask(await of('FREE'))).toEqual([
      403,
      `Bearer error="insufficient_scope", error_description="${forbidden}"`,
      { code: 'FORBIDDEN', message: forbidden },
    ]);
    const missing = 'there is no access token';
    expect(await ask({})).toEqual([
      401,
      `Bearer error="invalid_token", error_description="${missing}"`,
      { code: 'UNAUTHORISED', message: missing },
    ]);
    server.close();
  });

  it('hands on what is no refusal, and has no session for what it has not seen', async () => {
    const guard = world().guard();
    await guard.ready();
    const fault = new Error('the predicate is broken');
    const req = { headers: { authorization: `Bearer ${await world().claimset.token()}` } };
    const res = { status: vi.fn(), set: vi.fn(), json: vi.fn() };
    const handed = await new Promise((resolve) => {
      guard.express(() => Promise.reject(fault))(req, res, resolve);
    });
    expect(handed).toBe(fault);
    expect(res.json).not.toHaveBeenCalled();
    expect(() => guard.sessionOf(req)).toThrow('the guard has not let this request through');
  });
});

describe('a guard in Fastify', () => {
  it('answers what it refuses, and says nothing to the rest', async () => {
    const guard = world().guard();
    await guard.ready();
    const answers: unknown[] = [];
    const reply = {
      code: (status: number) => answers.push(status),
      headers: (headers: Record<string, string>) => answers.push(Object.keys(headers)),
      send: (body: unknown) => answers.push(body),
    };
    const hook = guard.fastify();
    await hook({ method: 'GET', headers: {} }, reply);
    const body = { code: 'UNAUTHORISED', message: 'there is no access token' };
    expect(answers.splice(0)).toEqual([401, ['cache-control', 'www-authenticate'], body]);
    const request = { method: 'GET', headers: { authorization: `Bearer ${await world().claimset.token()}` } };
    await hook(request, reply);
    expect(answers).toEqual([]);
    expect(guard.sessionOf(request).userId).toBe('user-1');
  });
});
