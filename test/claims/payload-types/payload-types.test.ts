import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { claimsAsJsonSchema } from '../../../src/claims/payload-types/json-schema.ts';
import { claimsAsTypeScript } from '../../../src/claims/payload-types/typescript.ts';
import { readClaims } from '../claims-file.ts';

const { policy } = readClaims(`
  type Claims {
    theme: Theme
    locale: String @claim(maxLength: 3)
    plan: Boolean @claim(key: "https://example.com/plan")
    names: [String!]
    holes: [Int]
    company: Company
    any: JSONObject
    odd: string
    additional: JSONObject!
  }
  input MyClaimsPatch { theme: Theme }
  input UserClaimsPatch { theme: Theme }
  enum Theme { LIGHT DARK }
  type Company { name: String! seats: Int parent: Company }
  type string { ends: Boolean }
`);
const described = new Map([['theme', 'How it */ looks.\nOr not.']]);

/** The faults that the compiler finds in a program that uses the types. */
function compile(use: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'claimset-types-'));
  try {
    writeFileSync(join(folder, 'claims.ts'), claimsAsTypeScript(policy.claims, described));
    writeFileSync(join(folder, 'use.ts'), `import type { Claims } from './claims.ts';\n${use}`);
    const options = {
      strict: true,
      noEmit: true,
      types: [],
      allowImportingTsExtensions: true,
      exactOptionalPropertyTypes: true,
    };
    const program = ts.createProgram([join(folder, 'use.ts')], { ...options, target: ts.ScriptTarget.ES2022 });
    const found = ts.getPreEmitDiagnostics(program);
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The compiler takes seconds where much else runs.
describe('the claims as TypeScript', { timeout: 60_000 }, () => {
  it('compile, and take the claims that a token may carry', () => {
    const use = `export const claims: Claims = {
      theme: 'DARK', locale: 'en', 'https://example.com/plan': true, names: ['a'], holes: [1, null], any: { a: 1 },
      company: { name: 'a', seats: null, parent: { name: 'b' } }, odd: { ends: true }, undeclared: 1,
    };`;
    expect(compile(use)).toEqual([]);
  });

  it('refuse what is no value of a claim', () => {
    const wrong = ['theme: "BLUE"', 'theme: null', 'locale: 1', 'names: [null]', 'company: {}', 'odd: "x"', 'any: 7'];
    const use = wrong.map((member, i) => `export const c${i}: Claims = { ${member} };`).join('\n');
    expect(compile(use)).toHaveLength(wrong.length);
  });
});

describe('the claims as JSON Schema', () => {
  const schema = claimsAsJsonSchema(policy.claims, described);
  const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)) as Parameters<typeof z.fromJSONSchema>[0]);

  it.each<[unknown, boolean]>([
    [{}, true],
    [{ theme: 'DARK', 'https://example.com/plan': false, undeclared: [1] }, true],
    [{ company: { name: 'a', seats: null, parent: { name: 'b' } } }, true],
    [{ holes: [1, null] }, true],
    [{ theme: 'BLUE' }, false],
    [{ theme: null }, false],
    [{ locale: 'long' }, false],
    [{ names: ['a', null] }, false],
    [{ company: { seats: 1 } }, false],
    [{ company: { name: 'a', parent: { name: 1 } } }, false],
    [{ holes: [1.5] }, false],
    [{ any: 'x' }, false],
  ])('%j: %s', (payload, isValid) => {
    expect(validator.safeParse(payload).success).toBe(isValid);
  });

  it('says what the owner says', () => {
    expect(schema).toMatchObject({ properties: { theme: { description: 'How it */ looks.\nOr not.' } } });
  });
});
