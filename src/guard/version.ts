import { payloadVersionText } from '../claims/canonical.ts';
import type { ClaimsPayload } from '../claims/types.ts';

const VERSION_LENGTH = 22;

/**
 * The version of a token's payload, as the feed has it: SHA-256 as base64url, 22 characters. By Web Crypto, which every
 * runtime has.
 */
export async function payloadVersion(payload: ClaimsPayload): Promise<string> {
  const text = new TextEncoder().encode(payloadVersionText(payload));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  const base64 = btoa(String.fromCharCode(...hash));
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, VERSION_LENGTH);
}
