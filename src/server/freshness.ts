import type { RequestHandler } from 'express';

import type { ClaimsSchema } from '../claims/schema/read.ts';
import type { Config } from '../config/config.ts';
import { createAuthz } from '../http/freshness/authz.ts';
import { payloadHash } from '../ledger/hash.ts';
import { requestSessions, type SharedParts } from './context.ts';

/** `/authz` of this server. */
export function authzRoute(
  config: Config,
  parts: Pick<SharedParts, 'lock' | 'journal' | 'probe'> & { readonly claims: ClaimsSchema },
): RequestHandler {
  return createAuthz({
    claims: parts.claims.policy.claims,
    sessionOf: requestSessions(config, parts),
    versionOf: payloadHash,
    antiCsrf: config.cookies.antiCsrf ?? 'VIA_CUSTOM_HEADER',
  });
}
