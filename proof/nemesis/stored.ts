import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** Where a core listens, and the key that it asks for. */
interface CoreAddress {
  readonly url: string;
  readonly apiKey?: string | null | undefined;
}

export type Payload = Readonly<Record<string, unknown>>;

const answer = z.union([
  z.object({ status: z.literal('OK'), userDataInJWT: z.record(z.string(), z.unknown()) }),
  z.object({ status: z.literal('UNAUTHORISED') }),
]);
const BESIDE_CLAIMS = ['iss', 'st-cset'];

/**
 * What the core has stored for these sessions, asked of itself and of nobody else; without what is no claim. A session
 * that has ended is left out.
 */
export async function storedIn(
  { url, apiKey }: CoreAddress,
  handles: readonly string[],
): Promise<ReadonlyMap<string, Payload>> {
  const headers = { 'cdi-version': '5.4', ...(apiKey == null ? {} : { 'api-key': apiKey }) };
  const payloads = new Map<string, Payload>();
  for (const handle of handles) {
    const query = new URLSearchParams({ sessionHandle: handle });
    const response = await fetch(`${url}/recipe/session?${query.toString()}`, { headers });
    const session = answer.parse(await response.json());
    if (session.status !== 'OK') continue;
    const claims = Object.entries(session.userDataInJWT).filter(([key]) => !BESIDE_CLAIMS.includes(key));
    payloads.set(handle, Object.fromEntries(claims));
  }
  return payloads;
}

/** The core that a server with this folder has in itself. */
export async function coreIn(dataDir: string): Promise<CoreAddress> {
  const file: unknown = JSON.parse(await readFile(join(dataDir, 'core.json'), 'utf8'));
  return z.object({ url: z.string(), apiKey: z.string().nullish() }).parse(file);
}
