import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Source } from 'graphql';

import { ClaimsSchemaError } from '../claims/schema/error.ts';
import { type ClaimsSchema, readClaimsSchema } from '../claims/schema/read.ts';
import { readUtf8 } from './read-text.ts';

/** The package's own SDL: beside `src` in a checkout, beside `dist` in the package. */
const SCHEMA_FOLDER = fileURLToPath(new URL('../../schema/', import.meta.url));
const SHIPPED_CLAIMS = 'claims.graphql';

/**
 * Reads the contract and the owner's claims; null takes the claims that come with the package.
 * @throws ClaimsSchemaError with all faults of the claims file, or where it cannot be read
 */
export function loadClaims(claimsFile: string | null): ClaimsSchema {
  const contract = readdirSync(SCHEMA_FOLDER)
    .filter((name) => name.endsWith('.graphql') && name !== SHIPPED_CLAIMS)
    .map((name) => sourceOf(join(SCHEMA_FOLDER, name), name));
  const claims =
    claimsFile === null
      ? sourceOf(join(SCHEMA_FOLDER, SHIPPED_CLAIMS), `schema/${SHIPPED_CLAIMS}`)
      : sourceOf(claimsFile, claimsFile);
  return readClaimsSchema({ contract, claims });
}

function sourceOf(path: string, name: string): Source {
  const file = basename(name) === name ? name : path;
  const text = readUtf8(bytesOf(path, file));
  if (typeof text === 'string') return new Source(text, name);
  const byte = `0x${text.byte.toString(16).padStart(2, '0')}`;
  const message = `is not UTF-8: byte ${text.position} of the file is ${byte}, where no character begins so: save it as UTF-8`;
  throw new ClaimsSchemaError([{ file, line: text.line, message }]);
}

function bytesOf(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    const message = 'cannot be read: write the path of a file with the types Claims, MyClaimsPatch and UserClaimsPatch';
    throw new ClaimsSchemaError([{ file, line: 1, message }]);
  }
}
