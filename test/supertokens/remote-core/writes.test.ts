import type { RequestListener } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CORE_WRITE } from '../../../src/claims/time-limits.ts';
import { type HttpServer, listen } from '../../../src/http/server.ts';
import { coreFailure, isOfCore } from '../../../src/supertokens/remote-core/failure.ts';
import { installCoreFetch } from '../../../src/supertokens/remote-core/fetch.ts';

/** One of two cores, and what has come to it. */
interface FakeCore {
  readonly server: HttpServer;
  readonly calls: string[];
  readonly deadlines: (string | undefined)[];
  answer: RequestListener;
}

const OK: RequestListener = (_request, response) => response.end('{"status":"OK","session":{},"metadata":{}}');
const BREAKS: RequestListener = (request) => request.socket.destroy();
const answering =
  (status: number, body = 'no'): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body);

let cores: readonly [FakeCore, FakeCore];
let uninstall: () => Promise<void>;

beforeEach(async () => {
  cores = [await startCore(), await startCore()];
  uninstall = installCoreFetch(cores.map((core) => `${urlOf(core)}/base/`).join(';'), { silentForMillis: 50 });
});

afterEach(async () => {
  await uninstall();
  for (const { server } of cores) await server.close();
});

async function startCore(): Promise<FakeCore> {
  const server = await listen({ host: '127.0.0.1', port: 0, graceMillis: 0 });
  const core: FakeCore = { server, calls: [], deadlines: [], answer: OK };
  server.serve((request, response) => {
    core.calls.push(`${request.method ?? ''} ${request.url ?? ''}`);
    core.deadlines.push(request.headers['x-write-deadline']?.toString());
    request.resume();
    core.answer(request, response);
  });
  return core;
}

const urlOf = ({ server }: FakeCore): string => `http://127.0.0.1:${server.port}`;
const write = (path = '/recipe/jwt/data', method = 'PUT') =>
  fetch(`${urlOf(cores[0])}/base${path}`, { method, body: '{}' });
const outcomeOf = async (writing: Promise<unknown>) => {
  const error = await writing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { isOfCore: isOfCore(error), failure: coreFailure(error, 'UNKNOWN') };
};

describe('a write of a payload', () => {
  it.each([
    ['PUT', '/recipe/jwt/data'],
    ['PUT', '/tenant/recipe/session/data'],
    ['PUT', '/recipe/user/metadata'],
    ['POST', '/recipe/session/regenerate'],
  ])('(%s %s) says until when it is wanted', async (method, path) => {
    const before = Date.now();
    expect((await write(path, method)).status).toBe(200);
    const deadline = Number(cores[0].deadlines[0]);
    expect(deadline).toBeGreaterThanOrEqual(before + CORE_WRITE);
    expect(deadline).toBeLessThanOrEqual(Date.now() + CORE_WRITE);
  });

  it('goes to the next core where the first cannot be reached, with its path', async () => {
    await cores[0].server.close();
    expect((await write()).status).toBe(200);
    expect(cores[1].calls).toEqual(['PUT /base/recipe/jwt/data']);
  });

  it('was not sent where no core can be reached', async () => {
    for (const { server } of cores) await server.close();
    expect(await outcomeOf(write())).toMatchObject({ isOfCore: true, failure: { outcome: 'NOT_APPLIED' } });
  });

  it.each([
    ['whose connection breaks', BREAKS],
    ['that is not answered', () => undefined],
  ])('%s is sent to no other core, and its outcome is unknown', async (_what, answer) => {
    cores[0].answer = answer;
    const { isOfCore: isIts, failure } = await outcomeOf(write());
    expect([isIts, failure]).toMatchObject([true, { outcome: 'UNKNOWN' }]);
    expect([cores[0].calls.length, cores[1].calls.length]).toEqual([1, 0]);
    // By these words the SDK knows to ask the next one.
    await expect(write()).rejects.not.toThrow(/fetch failed|Failed to fetch|ECONNREFUSED/);
  });

  it('that is refused as one too many is not sent again', async () => {
    cores[0].answer = answering(429);
    expect(await outcomeOf(write())).toMatchObject({ failure: { outcome: 'NOT_APPLIED' } });
    expect([cores[0].calls.length, cores[1].calls.length]).toEqual([1, 0]);
  });

  it.each([500, 503, 502])('that is answered with %i is left to the SDK, which gives it up', async (status) => {
    cores[0].answer = answering(status);
    expect((await write()).status).toBe(status);
    expect(cores[0].calls).toHaveLength(1);
  });
});

describe('what else is asked of the core', () => {
  it.each([
    ['GET', '/recipe/session'],
    ['POST', '/recipe/session/refresh'],
    ['POST', '/recipe/session/regenerate/more'],
  ])('%s %s has no deadline, and lets the SDK try the next core', async (method, path) => {
    cores[0].answer = BREAKS;
    const init = method === 'GET' ? { method } : { method, body: '{}' };
    await expect(fetch(`${urlOf(cores[0])}/base${path}`, init)).rejects.toThrow('fetch failed');
    expect(cores[0].deadlines).toEqual([undefined]);
  });
});

describe('a write that came too late for the embedded core', () => {
  const error = (status: number, message: string) =>
    new Error(
      `SuperTokens core threw an error for a PUT request to path: '/x' with status code: ${status} and message: ${message}`,
    );

  it('was not applied', () => {
    const late = error(412, 'The write deadline has passed: nothing was written\n');
    expect(coreFailure(late, 'UNKNOWN')).toMatchObject({ outcome: 'NOT_APPLIED' });
  });

  it('is not taken for the 412 of something between', () => {
    expect(coreFailure(error(412, 'no'), 'UNKNOWN')).toMatchObject({ outcome: 'UNKNOWN' });
  });
});
