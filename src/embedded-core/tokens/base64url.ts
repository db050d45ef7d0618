/**
 * Decodes base64url strictly: null where the text is not the one way to write its bytes. Buffer skips what it does not
 * know, so that a token with something behind it would pass for the token itself.
 */
export function decodeStrictly(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
