import SuperTokens, { type SuperTokensPlugin } from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';
import { expect, it, vi } from 'vitest';

import { inProcessLock, losslessClaims, postgresLock, standingClaims } from '../../../src/supertokens/index.ts';

const lock = inProcessLock();

const init = (...plugins: SuperTokensPlugin[]) => {
  SuperTokens.init({
    telemetry: false,
    supertokens: { connectionURI: 'http://127.0.0.1:9' },
    appInfo: { appName: 'app', apiDomain: 'http://localhost:3000', websiteDomain: 'http://localhost:3000' },
    recipeList: [Session.init()],
    experimental: { plugins },
  });
};

/** Calls a function as JavaScript can, with what its types do not allow. */
const called = (make: (...args: never[]) => unknown, ...args: unknown[]): unknown => Reflect.apply(make, null, args);

it.each([
  [],
  [{}],
  [null],
  [{ lock: undefined }],
  [{ lock: null }],
  [{ lock: inProcessLock }],
  [{ lock: 'postgres://x' }],
])('without a lock (%j) there is no plugin, and the message has one', (...args) => {
  expect(() => called(losslessClaims, ...args)).toThrow(/^losslessClaims needs a lock: losslessClaims\(\{ lock: in/);
  expect(() => called(standingClaims, ...args)).toThrow(/^standingClaims needs a lock: .* postgresLock\(/);
});

it.each([undefined, null, '', '  ', 7])(
  'postgresLock({ connectionString: %j }) asks whether the variable is set',
  (value) => {
    expect(() => called(postgresLock, { connectionString: value })).toThrow(/is the variable set .* postgres:\/\/user/);
  },
);

it.each(['undefined', 'DATABASE_URL', 'mysql://localhost/a', 'localhost:5432'])('postgresLock takes no %j', (value) => {
  expect(() => postgresLock({ connectionString: value })).toThrow(/must be a URL such as postgres:/);
});

it('two different locks stop the start', () => {
  const plugins = [losslessClaims({ lock }), standingClaims({ lock: inProcessLock() })];
  const fault = /losslessClaims and standingClaims have different locks.* Make one lock/;
  expect(() => {
    init(...plugins);
  }).toThrow(fault);
});

it('the same plugin twice stops the start', () => {
  expect(() => {
    init(losslessClaims({ lock }), losslessClaims({ lock }));
  }).toThrow(/losslessClaims stands .* twice/);
  expect(() => {
    init(standingClaims({ lock }), standingClaims({ lock }));
  }).toThrow(/standingClaims stands .* twice/);
});

it('plugins of two copies of the package stop the start', async () => {
  vi.resetModules();
  const copy = await import('../../../src/supertokens/index.ts');
  const plugins = [losslessClaims({ lock }), copy.standingClaims({ lock })];
  expect(() => {
    init(...plugins);
  }).toThrow(/Two copies of claimset .* \(npm ls claimset\)/);
});

it("both plugins with one lock start, in either order, and beside an application's own", () => {
  init({ id: 'own', exports: { claimset: 'mine' } }, standingClaims({ lock }), losslessClaims({ lock }));
  expect(SuperTokens.getAllCORSHeaders()).toContain('rid');
});
