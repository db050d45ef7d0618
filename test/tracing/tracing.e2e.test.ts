import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { send } from '../support/caller.ts';
import { temporaryFolder } from '../support/claimset.ts';
import { startNode, type TestProcess } from '../support/process.ts';
import { signUp } from '../support/user.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const SDK = join(import.meta.dirname, '../fixtures/tracing.mjs');
const TRACE = '0af7651916cd43dd8448eb211c80319c';

interface PrintedSpan {
  readonly span: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

let server: TestProcess;
let url: string;
let spans: readonly PrintedSpan[];
beforeAll(async () => {
  const env = { PORT: '0', METRICS: 'off', DATA_DIR: await temporaryFolder() };
  server = startNode(['--import', SDK, CLI, 'start'], env);
  [, url = ''] = await server.line(/^GraphQL\s+(http:\S+)\/graphql$/);
  const ada = await signUp(url);
  const update = 'mutation Rename { updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } } }';
  await ada.session.send(update, {}, { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, 'x-request-id': 'r-traced' });
  // The mark of the change goes to the ledger with what comes next.
  await ada.session.send('{ mySession { changes(first: 1) { edges { node { id } } } } }');
  await send(url, '{ mySession { id } }', {}, { 'x-request-id': 'r-last' });
  await server.line(/"requestId":"r-last".*"rootFields":\["mySession"\]/);
  server.child.kill('SIGUSR2');
  await server.line(/^SPANS$/);
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{"span"'));
  spans = lines.map((line) => JSON.parse(line) as PrintedSpan);
});
afterAll(() => server.stop());

it('a mutation is one trace: operation, lock, and calls to the ledger and to the core, within that of its client', () => {
  const own = spans.filter(({ traceId }) => traceId === TRACE);
  const operation = own.find(({ span }) => span === 'mutation updateMyClaims');
  expect(operation).toMatchObject({
    parent: 'b7ad6b7169203331',
    attributes: {
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'Rename',
      'http.response.status_code': 200,
    },
  });
  const below = own.filter(({ parent }) => parent === operation?.spanId).map(({ span }) => span);
  expect(below).toEqual(expect.arrayContaining(['lock', 'ledger read', 'ledger intend', 'ledger applied']));
  expect(below.filter((span) => /^(GET|POST) .*\/recipe\/session/.test(span)).length).toBeGreaterThan(1);
});

it('the line of the request has the trace', () => {
  expect(server.output()).toMatch(new RegExp(`"requestId":"r-traced".*"traceId":"${TRACE}"`));
});

it('a request without a trace begins one', () => {
  const query = spans.find(({ span }) => span === 'query mySession');
  expect(query?.parent).toBeNull();
  expect(query?.traceId).not.toBe(TRACE);
});

it('no span has a value of a claim', () => {
  expect(JSON.stringify(spans)).not.toContain('DARK');
});
