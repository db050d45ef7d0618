import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { loadClaims } from '../../src/config/load-claims.ts';
import { readUtf8 } from '../../src/config/read-text.ts';
import { temporaryFolder } from '../support/claimset.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const withByte = (before: string, ...bytes: number[]): Uint8Array => Buffer.concat([text(before), Buffer.from(bytes)]);

describe('a file of text', () => {
  it('is read as it is, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        fc.pre(!value.startsWith('\ufeff'));
        expect(readUtf8(text(value))).toBe(value);
      }),
    );
  });

  it.each(['\ufffd', 'a\ufffd\n\ufffdb'])('may have the replacement character: %j', (value) => {
    expect(readUtf8(text(value))).toBe(value);
  });

  it('is read without its byte order mark', () => {
    expect(readUtf8(text('\ufefftype'))).toBe('type');
  });

  it.each([
    ['Latin-1', withByte('# gr\nö: ', 0xfc, 0x62), { line: 2, position: 10, byte: 0xfc }],
    ['UTF-16', withByte('', 0xff, 0xfe, 0x74, 0), { line: 1, position: 1, byte: 0xff }],
    ['cut off', withByte('\ufffdé', 0xe2, 0x82), { line: 1, position: 6, byte: 0xe2 }],
    ['a surrogate', withByte('a', 0xed, 0xa0, 0x80), { line: 1, position: 2, byte: 0xed }],
    ['an overlong slash', withByte('a', 0xc0, 0xaf), { line: 1, position: 2, byte: 0xc0 }],
  ])('that is %s is refused with its first bad byte', (_name, bytes, expected) => {
    expect(readUtf8(bytes)).toEqual(expected);
  });

  it('that declares the claims is refused with file, line and byte', async () => {
    const file = join(await temporaryFolder(), 'latin-1.graphql');
    await writeFile(file, withByte('type Claims {\n  "fr', 0xfc, 0x68));
    const fault = `${file}:2: is not UTF-8: byte 20 of the file is 0xfc, where no character begins so: save it as UTF-8`;
    expect(() => loadClaims(file)).toThrow(fault);
  });
});
