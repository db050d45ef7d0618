import { readFileSync } from 'node:fs';

import { Source } from 'graphql';

import { ClaimsSchemaError } from '../../src/claims/schema/error.ts';
import { type ClaimsSchema, readClaimsSchema } from '../../src/claims/schema/read.ts';

/** A claims file without a fault; tests put one in. */
export const CLAIMS_FILE = `type Claims {
  theme: Theme
  locale: String @claim(maxLength: 5)
  plan: String @claim(key: "https://example.com/plan")
  tags: [String!] @claim(maxLength: 3)
  company: Company
  additional: JSONObject!
}
input MyClaimsPatch {
  theme: Theme
  additional: JSONObject @additionalClaims(keys: ["newKey", "app_*"])
}
input UserClaimsPatch {
  theme: Theme
  locale: String
  plan: String
  tags: [String!]
  company: CompanyInput
  additional: JSONObject @additionalClaims(keys: ["*"])
}
enum Theme { LIGHT DARK }
type Company { name: String! seats: Int }
input CompanyInput { name: String! seats: Int }
`;

/** Reads a claims file beside the real contract. */
export function readClaims(claims: string = CLAIMS_FILE): ClaimsSchema {
  const contract = ['history', 'operations', 'types'].map((name) => fileSource(`schema/${name}.graphql`));
  return readClaimsSchema({ contract, claims: new Source(claims, 'my-claims.graphql') });
}

/** The claims file of the repository, beside the real contract. */
export function readOwnClaims(): ClaimsSchema {
  const contract = ['history', 'operations', 'types'].map((name) => fileSource(`schema/${name}.graphql`));
  return readClaimsSchema({ contract, claims: fileSource('schema/claims.graphql') });
}

/** The faults of a claims file, as `line: message`. */
export function faultsOf(claims: string): readonly string[] {
  try {
    readClaims(claims);
    return [];
  } catch (error) {
    if (error instanceof ClaimsSchemaError) return error.faults.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
}

function fileSource(path: string): Source {
  return new Source(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path);
}
