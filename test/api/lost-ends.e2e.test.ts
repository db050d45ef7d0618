import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type FeedReader, readFeed } from '../support/feed-reader.ts';
import { signUp } from '../support/user.ts';

const key = createApiKey('crm', ['claims:read', 'claims:write', 'claims:watch']);
const END = 'mutation ($handle: ID!) { endSession(input: { handle: $handle, reason: "stolen" }) { ended } }';
const CHANGE = 'mutation { updateMyClaims(input: { claims: { additional: { plan: "PRO" } } }) { change { id } } }';

let core: RunningCore;
let proxy: CoreProxy;
let claimset: Claimset;
let feed: FeedReader;
beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
  const settings = { SUPERTOKENS_CONNECTION_URI: proxy.url, EMAIL_PASSWORD: 'on', API_KEYS: key.entry };
  claimset = await startClaimset({ ...settings, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' });
  feed = await readFeed(claimset.url, key.key);
});
afterAll(async () => {
  feed.close();
  await claimset.stop();
  await proxy.close();
  await core.close();
});

const kindsOf = (handle: string) =>
  feed.changes().flatMap((one) => (one.handle === handle && one.kind === 'ENDED' ? [one.kind] : []));
const isTold = (handle: string) =>
  vi.waitFor(
    () => {
      expect(kindsOf(handle)).toEqual(['ENDED']);
    },
    { timeout: 10_000 },
  );

describe('the end of a session is told to those who follow the feed', () => {
  it.each([
    ['that was never changed', ''],
    ['that was changed', CHANGE],
  ])('where the core ends one %s, and its answer is lost', async (_, before) => {
    const { session } = await signUp(claimset.url);
    if (before !== '') await session.send(before);
    proxy.decide((call) => (call === 'POST /recipe/session/remove' ? 'close after' : 'pass'));
    const { errors } = await send(claimset.url, END, { handle: session.handle }, { 'x-api-key': key.key });
    proxy.decide(() => 'pass');
    expect(errors[0]).toMatchObject({ outcome: 'UNKNOWN' });
    await isTold(session.handle);
  });

  it('where somebody asks for one that ended around Claimset', async () => {
    const { session } = await signUp(claimset.url);
    await session.send(CHANGE);
    await fetch(`${core.url}/recipe/session/remove`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sessionHandles: [session.handle] }),
    });
    const { data } = await send(claimset.url, END, { handle: session.handle }, { 'x-api-key': key.key });
    expect(data).toEqual({ endSession: { ended: false } });
    await isTold(session.handle);
  });
});
