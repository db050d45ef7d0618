import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createApiKey, findApiKey, parseApiKeys } from '../../../src/claims/access/api-key.ts';

const billing = createApiKey('billing', ['claims:read', 'claims:write']);
const crm = createApiKey('crm', ['claims:read']);
const { keys } = parseApiKeys(`${billing.entry},${crm.entry}`);

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
    expect(findApiKey(keys, billing.key)).toEqual({ kind: 'valid', name: 'billing', scopes });
    expect(findApiKey(keys, crm.key)).toEqual({ kind: 'valid', name: 'crm', scopes: ['claims:read'] });
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
