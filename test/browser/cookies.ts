import type { BrowserContext } from 'playwright-core';
import { z } from 'zod';

/** The payload of the access token in the cookie that scripts cannot read. */
export async function payloadOf(context: BrowserContext): Promise<Record<string, unknown>> {
  const cookie = (await context.cookies()).find(({ name }) => name === 'sAccessToken');
  if (cookie?.httpOnly !== true) throw new Error('there is no access token in a cookie that scripts cannot read');
  const [, payload = ''] = cookie.value.split('.');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}
