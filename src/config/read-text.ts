/** Bytes that are not UTF-8: where, counted from 1, and which. */
export interface BadByte {
  readonly line: number;
  /** In the file. */
  readonly position: number;
  readonly byte: number;
}

const REPLACEMENT = '\ufffd';
const ENCODED_REPLACEMENT = [0xef, 0xbf, 0xbd];

/** The text that bytes are in UTF-8, without a byte order mark; or the first byte that is none. */
export function readUtf8(bytes: Uint8Array): string | BadByte {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let line = 1;
  // Where a decoder finds no character, it puts a replacement, which only stands for itself where it was written.
  for (const character of text) {
    if (character === REPLACEMENT && ENCODED_REPLACEMENT.some((byte, index) => bytes[offset + index] !== byte)) {
      return { line, position: offset + 1, byte: bytes[offset] ?? 0 };
    }
    if (character === '\n') line += 1;
    offset += Buffer.byteLength(character);
  }
  return text.replace(/^\ufeff/, '');
}
