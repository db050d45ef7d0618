import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../../src/claims/types.ts';
import {
  ADDITIONAL_CLAIM,
  controlOfEdit,
  type Edit,
  editOf,
  emptyEdit,
  patchOf,
} from '../../../src/explorer/change/edits.ts';
import { writableBy } from '../../../src/explorer/change/fields.ts';
import { readClaims } from '../../claims/claims-file.ts';
import { CLAIMS_FILES } from '../prepared/claims-files.ts';

const { schema, policy } = readClaims(CLAIMS_FILES['the shipped claims'] ?? '');
const all = writableBy('administrator', schema, policy);
const own = writableBy('self', schema, policy);
const edit = (part: Partial<Edit>): Edit => ({ ...emptyEdit('1'), ...part });

describe('what somebody may write, out of the claims file', () => {
  it('is another thing for users and for administrators', () => {
    expect(own.fields.map(({ field }) => field)).toEqual(['theme', 'locale']);
    expect(own.patterns).toEqual(['newKey', 'app_*']);
    expect(all.fields.map(({ field }) => field)).toEqual(['theme', 'locale', 'plan', 'features', 'company']);
  });

  it('is entered as its type wants it', () => {
    const controls = Object.fromEntries(all.fields.map(({ field, control }) => [field, control]));
    expect(controls).toMatchObject({
      theme: { kind: 'choice', options: ['LIGHT', 'DARK', 'SYSTEM'] },
      locale: { kind: 'text', maxLength: 35 },
      features: { kind: 'lines' },
      company: {
        kind: 'members',
        members: [
          { name: 'name', isRequired: true },
          { name: 'seats', isRequired: false },
        ],
      },
    });
  });

  it.each(Object.values(CLAIMS_FILES))('has a control for every claim of a claims file', (text) => {
    const claims = readClaims(text);
    const { fields } = writableBy('administrator', claims.schema, claims.policy);
    for (const { field } of fields)
      expect(controlOfEdit(edit({ field }), { fields, patterns: [] }).kind).not.toBe('any');
  });
});

describe('a change', () => {
  it.each<[string, JsonValue]>([
    ['theme', 'DARK'],
    ['locale', 'de'],
    ['https://example.com/plan', 'PRO'],
    ['features', ['a', 'b']],
    ['company', { name: 'Acme', seats: 3 }],
    ['app_text', 'true'],
    ['app_text', '"quoted"'],
    ['app_text', 'plain'],
    ['app_list', [1, { a: null }]],
    ['app_number', 12],
  ])('of %s that enters nothing new writes the same value: %j', (key, value) => {
    const made = patchOf([editOf('1', key, value, all)], all);
    const claim = policy.claims.find((one) => one.key === key);
    expect(made).toEqual({ patch: claim ? { [claim.field]: value } : { additional: { [key]: value } } });
  });

  it('puts removals and claims that are not declared where the API wants them', () => {
    const edits = [
      edit({ field: 'plan', isRemoval: true }),
      edit({ id: '2', field: ADDITIONAL_CLAIM, key: ' app_x ', texts: { '': '1' } }),
      edit({ id: '3', field: ADDITIONAL_CLAIM, key: '__proto__', isRemoval: true }),
    ];
    expect(JSON.stringify(patchOf(edits, all))).toBe(
      '{"patch":{"plan":null,"additional":{"app_x":1,"__proto__":null}}}',
    );
  });

  it.each([
    [edit({}), 'Choose a claim.'],
    [edit({ field: ADDITIONAL_CLAIM }), 'Enter the key of the claim.'],
    [edit({ field: 'theme' }), 'Choose one.'],
    [edit({ field: 'company', texts: { name: 'Acme', seats: 'x' } }), 'seats: Enter a number.'],
  ])('says what is missing: %j', (one, fault) => {
    expect(patchOf([one], all)).toEqual({ faults: new Map([['1', fault]]) });
  });
});
