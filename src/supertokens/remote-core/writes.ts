import { CORE_WRITE } from '../../claims/time-limits.ts';
import { NotSent } from './failure.ts';
import type { ReadResponse } from './read-response.ts';

/** Whole payloads: what such a write has left replaces all that was there. */
const PAYLOAD_WRITES: ReadonlySet<string> = new Set([
  'PUT /recipe/jwt/data',
  'PUT /recipe/session/data',
  'PUT /recipe/user/metadata',
  'POST /recipe/session/regenerate',
]);
/** Until when the embedded core may do it; SuperTokens' core ignores it (docs/core-contract.md, 'Write deadlines'). */
const DEADLINE_HEADER = 'x-write-deadline';
const TOO_MANY_REQUESTS = 429;
/** There was no connection: nothing was sent. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** A write as it is sent: to this address, with these headers. */
export type SendWrite = (url: string, headers: Readonly<Record<string, string>>) => Promise<ReadResponse>;

/** Whether a call to the core replaces the payload of a session, or the metadata of a user. */
export function isPayloadWrite(method: string | undefined, path: string): boolean {
  const endpoint = /\/recipe\/.*$/.exec(path)?.[0] ?? '';
  return PAYLOAD_WRITES.has(`${method ?? 'GET'} ${endpoint}`);
}

/**
 * Sends a write once. The SDK would send it to the next core where the connection breaks, and again after a 429: the first
 * one may land later than the second, and than others that were acknowledged meanwhile. Only where a core cannot be
 * reached at all the next one is tried.
 * @param cores the addresses of all cores, without a slash at the end
 * @throws NotSent where none can be reached; another error where it is not known whether the core has done it
 */
export async function writeOnce(url: string, cores: readonly string[], send: SendWrite): Promise<ReadResponse> {
  const headers = { [DEADLINE_HEADER]: String(Date.now() + CORE_WRITE) };
  for (const target of targetsOf(url, cores)) {
    const response = await attempt(() => send(target, headers));
    if (response === null) continue;
    if (response.status !== TOO_MANY_REQUESTS) return response;
    const text = await response.text();
    throw new Error(`SuperTokens core threw an error for a write with status code: 429 and message: ${text}`);
  }
  throw new NotSent();
}

/** The address that the SDK has chosen, and then the same path at the others. */
function targetsOf(url: string, cores: readonly string[]): readonly string[] {
  const chosen = cores.find((core) => url.toLowerCase().startsWith(`${core.toLowerCase()}/`));
  if (chosen === undefined) return [url];
  const others = cores.filter((core) => core !== chosen);
  return [url, ...others.map((core) => core + url.slice(chosen.length))];
}

/** Null where nothing was sent. */
async function attempt(send: () => Promise<ReadResponse>): Promise<ReadResponse | null> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (NOT_CONNECTED.has(codeOf(error.cause))) return null;
    // Not by the message of `fetch`, at which the SDK asks the next core.
    throw new Error('SuperTokens core did not answer a write: the connection broke.', { cause: error.cause });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
