import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

const IS_COMPRESSIBLE = /\.(?:js|css|svg|ttf)$/;
/** The highest, 11, takes four times as long for a hundredth less. */
const QUALITY = 10;

/** Writes each file of the page a second and a third time, compressed once at build and not at each request. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    // Read from the disk: other plugins change what is in the bundle until it is written.
    writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle).filter((name) => IS_COMPRESSIBLE.test(name))) {
        const path = join(dir, fileName);
        const content = readFileSync(path);
        const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
