import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeBlocks } from '../../support/readme.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../../schema/claims.graphql'), 'utf8');
const [readme = ''] = codeBlocks('Declaring claims', 'graphql');

const withoutAdditional = `
  type Claims { theme: Boolean locale: String @claim(maxLength: 2) plan: Int features: Float additional: JSONObject! }
  input MyClaimsPatch { theme: Boolean locale: String }
  input UserClaimsPatch { plan: Int features: Float }`;

const nestedAndLists = `
  type Claims { company: Company tags: [Tag!] tree: Tree additional: JSONObject! }
  type Company { address: Address! names: [[String!]!]! seats: Int }
  type Address { city: String! }
  type Tree { children: [Tree!]! }
  enum Tag { red green }
  input MyClaimsPatch { company: CompanyInput }
  input UserClaimsPatch { tree: TreeInput tags: [Tag!] }
  input CompanyInput { address: AddressInput! names: [[String!]!]! seats: Int }
  input AddressInput { city: String! }
  input TreeInput { children: [TreeInput!]! }`;

const otherKeys = `
  type Claims { newKey: ID @claim(key: "app_cart") settings: JSONObject additional: JSONObject! }
  input MyClaimsPatch { additional: JSONObject @additionalClaims(keys: ["https://example.com/x", "my_*"]) }
  input UserClaimsPatch { settings: JSONObject }`;

/** Claims as people may declare them. */
export const CLAIMS_FILES: Readonly<Record<string, string>> = {
  'the shipped claims': shipped,
  "the README's claims": readme,
  'claims of other types, and none that are not declared': withoutAdditional,
  'nested claims and lists alone': nestedAndLists,
  'other keys of additional': otherKeys,
};
