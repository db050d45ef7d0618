import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createApiKey, findApiKey, UNBOUND } from '../../../src/claims/access/api-key.ts';
import { readApiKeys } from '../../../src/claims/access/read-api-keys.ts';

const billing = createApiKey('billing', ['claims:read', 'claims:write']);
const crm = createApiKey('crm', ['claims:read']);
const bound = createApiKey('bound', ['claims:write'], { tenants: ['acme', 'public'], claims: ['plan', 'app_*'] });
const { keys } = readApiKeys([billing.entry, crm.entry, bound.entry]);

describe('createApiKey', () => {
  it('makes a key of 32 random bytes, and an entry that has only its hash', () => {
    expect(crm.key).toMatch(/^cs_[\w-]{43}$/);
    expect(crm.entry).toBe(`crm=claims:read=${createHash('sha256').update(crm.key).digest('hex')}`);
    expect(createApiKey('crm', ['claims:read']).key).not.toBe(crm.key);
  });
});

describe('findApiKey', () => {
  it('finds whose key it is', () => {
    const scopes = ['claims:read', 'claims:write'];
    expect(findApiKey(keys, billing.key)).toEqual({ kind: 'valid', name: 'billing', scopes, bounds: UNBOUND });
    expect(findApiKey(keys, crm.key)).toMatchObject({ name: 'crm', scopes: ['claims:read'], bounds: UNBOUND });
  });

  it('knows what the key is bound to', () => {
    expect(bound.entry).toMatch(/^bound=claims:write=[0-9a-f]{64};tenants=acme\+public;claims=plan\+app_\*$/);
    const bounds = { tenants: ['acme', 'public'], claims: ['plan', 'app_*'] };
    expect(findApiKey(keys, bound.key)).toMatchObject({ name: 'bound', bounds });
  });

  it('tells a caller without a key from one with a wrong key', () => {
    expect(findApiKey(keys, undefined)).toEqual({ kind: 'none' });
    expect(findApiKey([], billing.key)).toEqual({ kind: 'invalid' });
  });

  it.each([
    ['an empty one', ''],
    ['one with a space', `${billing.key} `],
    ['the hash itself', keys[0]?.sha256.toString('hex')],
    ['two in one header', `${billing.key}, ${billing.key}`],
    ['two headers', [billing.key, crm.key]],
  ])('takes no other key: %s', (_name, presented) => {
    expect(findApiKey(keys, presented)).toEqual({ kind: 'invalid' });
  });
});

describe('an entry', () => {
  const hash = 'ab'.repeat(32);
  it.each([
    ['a=claims:read', 'an entry has three parts, NAME=SCOPES=HASH'],
    [`a=claims:fly=${hash}`, 'there is no scope "claims:fly": claims:read, claims:write, claims:audit, claims:watch'],
    [`a=claims:read=${hash};`, 'what binds the key cannot be read: write tenants=a+b or claims=plan+app_*'],
    [`a=claims:read=${hash};tenants`, 'what binds the key cannot be read: write tenants=a+b or claims=plan+app_*'],
    [`a=claims:read=${hash};tenant=acme`, 'what binds the key cannot be read: write tenants=a+b or claims=plan+app_*'],
    [`a=claims:read=${hash};tenants=`, 'tenants= has "": write ids of tenants'],
    [`a=claims:read=${hash};tenants=acme+*`, 'tenants= has "*": write ids of tenants'],
    [`a=claims:read=${hash};tenants=a;tenants=b`, 'tenants= is there twice'],
    [`a=claims:read=${hash};claims=plan+`, 'claims= has "": write keys of claims, with * only at the end'],
    [`a=claims:read=${hash};claims=a*b`, 'claims= has "a*b": write keys of claims, with * only at the end'],
    [`a=claims:read=${hash};claims=st-role`, 'claims= has st-role, which is reserved for the token itself'],
    [`a=claims:read=cs_0123456789abcdefghij;claims=plan`, 'this has the key itself, not its entry'],
    [`a=claims:read=${hash};claims=cs_0123456789abcdefghij`, 'this has the key itself, not its entry'],
  ])('%s is refused: %s', (entry, message) => {
    expect(readApiKeys([crm.entry, entry])).toMatchObject({ faults: [{ index: 1, message }] });
  });

  it('may name claims by URLs, which have = and ;-free punctuation', () => {
    const { keys: read } = readApiKeys([`a=claims:read=${hash};claims=https://example.com/?c=plan`]);
    expect(read).toMatchObject([{ bounds: { tenants: null, claims: ['https://example.com/?c=plan'] } }]);
  });
});
