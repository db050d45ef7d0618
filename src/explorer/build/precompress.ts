import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { Plugin } from 'vite';

const IS_COMPRESSIBLE = /\.(?:js|css|svg|ttf)$/;
/** The highest, 11, takes several times as long for a hundredth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
const GZIP = { level: 9 };

/** Writes each file of the page a second and a third time, compressed once at build and not at each request. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    // Read from the disk: other plugins change what is in the bundle until it is written.
    async writeBundle({ dir = '' }, bundle) {
      const names = Object.keys(bundle).filter((name) => IS_COMPRESSIBLE.test(name));
      await Promise.all(names.map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, BROTLI));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, GZIP));
}
