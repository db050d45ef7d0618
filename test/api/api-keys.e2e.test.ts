import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { signUp, type TestUser } from '../support/user.ts';

const scopes = ['claims:read', 'claims:write'] as const;
const ofPublic = createApiKey('of-public', scopes, { tenants: ['public', 'not-there'], claims: null });
const ofAcme = createApiKey('of-acme', scopes, { tenants: ['acme'], claims: null });
const ofPlan = createApiKey('of-plan', scopes, { tenants: null, claims: ['plan', 'app_*'] });
const later = createApiKey('later', scopes);

const UPDATE = `mutation ($id: ID!, $claims: UserClaimsPatch!, $mode: ClaimsMergeMode) {
  updateUserClaims(input: { user: { id: $id }, claims: $claims, mode: $mode }) {
    sessions { status changes { added removed } } standing { status } userErrors { code path message } } }`;
const FIND = '{ user(by: { email: "nobody@example.com" }) { id } users { edges { node { id } } } }';

let claimset: Claimset;
let keys: string;
let user: TestUser;

beforeAll(async () => {
  keys = join(await temporaryFolder(), 'keys');
  await writeFile(keys, `# of this test\n${ofPublic.entry}\n${ofAcme.entry}\n`);
  claimset = await startClaimset({ API_KEYS: ofPlan.entry, API_KEYS_FILE: keys });
  user = await signUp(claimset.url);
});

afterAll(() => claimset.stop());

const update = ({ key }: { readonly key: string }, claims: object, mode = 'MERGE') =>
  send(claimset.url, UPDATE, { id: user.id, claims, mode }, { 'x-api-key': key });

describe('a key that is bound to tenants', () => {
  it('reaches the users of these, though the core does not know one of them', async () => {
    expect((await update(ofPublic, { theme: 'DARK' })).data).toMatchObject({
      updateUserClaims: { sessions: [{ status: 'UPDATED' }], standing: { status: 'UPDATED' }, userErrors: [] },
    });
    const { data, errors } = await send(claimset.url, FIND, {}, { 'x-api-key': ofPublic.key });
    expect({ data, errors }).toEqual({
      data: { user: null, users: { edges: [{ node: { id: user.id } }] } },
      errors: [],
    });
  });

  it('sees nobody of others, and changes no future sessions, which are those of all tenants', async () => {
    const { data, errors } = await send(claimset.url, FIND, {}, { 'x-api-key': ofAcme.key });
    expect({ data, errors }).toEqual({ data: { user: null, users: { edges: [] } }, errors: [] });
    expect((await update(ofAcme, { theme: 'LIGHT' })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a key that is bound to claims', () => {
  it('writes these, and is told of each other one', async () => {
    const refused = await update(ofPlan, { theme: 'LIGHT', plan: 'PRO', additional: { app_x: 1, other: 1 } });
    expect(refused.data).toMatchObject({
      updateUserClaims: {
        sessions: [],
        userErrors: [
          { code: 'CLAIM_NOT_ALLOWED', path: ['claims', 'theme'] },
          { code: 'CLAIM_NOT_ALLOWED', path: ['claims', 'additional', 'other'] },
        ],
      },
    });
    const { data } = await update(ofPlan, { plan: 'PRO', additional: { app_x: 1 } });
    expect(data).toMatchObject({
      updateUserClaims: { sessions: [{ changes: { added: ['https://example.com/plan', 'app_x'] } }] },
    });
  });

  it('replaces no others', async () => {
    const { data } = await update(ofPlan, { plan: 'PRO' }, 'REPLACE');
    expect(data).toMatchObject({ updateUserClaims: { sessions: [{ changes: { removed: ['app_x'] } }] } });
  });
});

describe('API_KEYS_FILE', () => {
  it('lets keys in and out within 2 s of its change, without a restart', async () => {
    expect((await update(later, { theme: 'DARK' })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await writeFile(`${keys}.new`, later.entry);
    await rename(`${keys}.new`, keys);
    await vi.waitFor(async () => {
      expect((await update(later, { theme: 'DARK' })).errors).toEqual([]);
    }, 2_000);
    expect((await update(ofPublic, { theme: 'DARK' })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await update(ofPlan, { plan: 'FREE' })).errors).toEqual([]);
  });
});
