import { join } from 'node:path';

import Libsql from 'libsql';
import { expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { runCli, startClaimset } from '../support/claimset.ts';
import { signUp } from '../support/user.ts';

const KEY = createApiKey('crm', ['claims:read']);
const HANDLES = 'query ($id: ID!) { user(by: { id: $id }) { sessions { edges { node { handle } } } } }';
const SET = 'mutation { updateMyClaims(input: { claims: { additional: { diagnosis: "flu" } } }) { change { id } } }';

it('forgetting a user leaves no values of a session that has expired, which nobody has seen since', async () => {
  const env = { EMAIL_PASSWORD: 'on', API_KEYS: KEY.entry, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' };
  const lives = { CORE_ACCESS_TOKEN_VALIDITY: '2', CORE_REFRESH_TOKEN_VALIDITY: '0.05' };
  const claimset = await startClaimset({ ...env, ...lives });
  const ada = await signUp(claimset.url);
  expect((await ada.session.send(SET)).errors).toEqual([]);
  const found = async () => send(claimset.url, HANDLES, { id: ada.id }, { 'x-api-key': KEY.key });
  await expect
    .poll(found, { timeout: 15_000, interval: 250 })
    .toMatchObject({ data: { user: { sessions: { edges: [] } } } });
  await claimset.stop();
  const forgotten = await runCli(['forget', ada.id], { ...env, ...lives, DATA_DIR: claimset.dataDir });
  expect(forgotten).toMatchObject({ code: 0 });
  const file = new Libsql(join(claimset.dataDir, 'ledger.db'));
  const heads = file.prepare('SELECT stream FROM heads').raw().all();
  const values = file.prepare("SELECT writes FROM entries WHERE writes LIKE '%flu%'").raw().all();
  file.close();
  expect([heads, values]).toEqual([[], []]);
});
