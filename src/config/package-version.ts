import { readFileSync } from 'node:fs';

import { z } from 'zod';

const MANIFEST = new URL('../../package.json', import.meta.url);
const manifest = z.object({ version: z.string() });

/** The version of Claimset that runs. */
export function packageVersion(): string {
  return manifest.parse(JSON.parse(readFileSync(MANIFEST, 'utf8'))).version;
}
