import type { Request, Response } from 'express';
import pLimit from 'p-limit';
import type { Logger } from 'pino';

import { findApiKey } from '../claims/access/api-key.ts';
import type { LedgerHistory, StreamHeads } from '../claims/history/history.ts';
import { historyService } from '../claims/history/service.ts';
import type { ChangeOrigin } from '../claims/history/types.ts';
import type { Commands } from '../claims/idempotency/commands.ts';
import type { MySessionChangesDeps } from '../claims/live/my-session-changes.ts';
import { liveService } from '../claims/live/service.ts';
import type { Caller, FanOut, RequestSession } from '../claims/ports.ts';
import type { ClaimsSchema } from '../claims/schema/read.ts';
import { claimsService } from '../claims/service/service.ts';
import { sessionSizer } from '../claims/size/session-size.ts';
import type { Config } from '../config/config.ts';
import type { TokenLifetime } from '../freshness/token-lifetime.ts';
import { requestId } from '../http/request-id.ts';
import { factsOf } from '../http/requests/facts.ts';
import type { ClaimsLock } from '../locks/lock.ts';
import { changeLogs } from '../log/change-log.ts';
import type { RequestContext } from '../resolvers/context.ts';
import type { Journal } from '../supertokens/lossless/journal.ts';
import { requestSession } from '../supertokens/sessions/request-session.ts';
import { sessionStore } from '../supertokens/sessions/session-store.ts';
import { type ReachRest, standingStore } from '../supertokens/standing/store.ts';
import { settleNow } from '../supertokens/standing/sweep.ts';
import { permissions } from '../supertokens/users/permissions.ts';
import { type TenantList, userDirectory } from '../supertokens/users/users.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Limits } from './limits.ts';
import { observedClaims } from './observe/claims.ts';
import type { Observers } from './observe/observers.ts';

/** Sessions of one user that are changed at a time, and sessions of anybody that are read for those who listen. */
const SESSIONS_AT_A_TIME = 16;

export const fanOut: FanOut = (items, work) => pLimit(SESSIONS_AT_A_TIME).map(items, work);

/** What all requests share. */
export interface SharedParts {
  readonly claims: ClaimsSchema;
  readonly lock: ClaimsLock;
  readonly journal: Journal;
  readonly commands: Commands;
  readonly history: LedgerHistory & StreamHeads;
  readonly reachRest: ReachRest;
  readonly logger: Logger;
  readonly probe: () => Promise<boolean>;
  readonly tenants: TenantList;
  readonly tokenLifetime: TokenLifetime;
  readonly limits: Limits | null;
  readonly apiKeys: ApiKeys;
  readonly observers: Observers;
}

/** Makes the context of each request. */
export function contextFactory(
  config: Config,
  parts: SharedParts,
  listening: Pick<MySessionChangesDeps, 'events' | 'alarm'>,
): (req: Request, res: Response) => Promise<RequestContext> {
  const { policy } = parts.claims;
  const sizer = sessionSizer(config.maxTokenBytes);
  const sessions = sessionStore(parts.lock, parts.journal);
  const standing = standingStore(parts);
  const past = { history: parts.history, heads: parts.history, settle: settleNow(parts) };
  const logOf = changeLogs(parts.logger);
  const sessionOf = requestSessions(config, parts);
  const atATime = pLimit(SESSIONS_AT_A_TIME);
  // A change of one user's claims may be told to very many at once.
  const readInTurn = { read: (handle: string) => atATime(() => sessions.read(handle)) };
  const live = liveService({ ...listening, sessions: readInTurn });
  return async (req, res) => {
    const id = requestId(req);
    const caller = await callerOf(req, parts);
    const services = {
      ...{ policy, sizer, sessions, standing, fanOut, nowMillis: Date.now },
      maxOwnClaimsBytes: config.maxOwnClaimsBytes,
      commands: parts.commands,
      newChange: (origin: ChangeOrigin) => parts.journal.newChange({ requestId: id, ...origin }),
      users: userDirectory(parts.tenants),
      permissions: permissions(),
      log: logOf(id),
    };
    return {
      session: sessionOf(req, res),
      caller,
      claims: observedClaims(claimsService(services), (write) => {
        parts.observers.wrote(write, id);
      }),
      history: historyService({ ...services, ...past }),
      live,
    };
  };
}

/** The session of each request. */
export function requestSessions(
  config: Config,
  {
    lock,
    journal,
    probe: answersForKeys,
    tokenLifetime,
  }: Pick<SharedParts, 'lock' | 'journal' | 'probe' | 'tokenLifetime'>,
): (req: Request, res: Response) => RequestSession {
  const deps = {
    lock,
    journal,
    answersForKeys,
    sawToken: tokenLifetime.saw,
    olderCookieDomain: config.cookies.olderDomain,
  };
  return (req, res) => noticed(requestSession(req, res, deps), req);
}

/** @throws ClaimsetError RATE_LIMITED where too many wrong keys have come from there */
export async function callerOf(req: Request, { apiKeys, observers, limits }: SharedParts): Promise<Caller> {
  const caller = findApiKey(apiKeys.current(), req.headers['x-api-key']);
  if (caller.kind === 'valid') factsOf(req).apiKey = caller.name;
  if (caller.kind === 'invalid') {
    observers.wrongApiKey(requestId(req));
    await limits?.wrongApiKey(req);
  }
  return caller;
}

/** Writes down whose session it is, once that is known. */
function noticed(session: RequestSession, req: Request): RequestSession {
  return {
    get: async (verifiedBy) => {
      const verified = await session.get(verifiedBy);
      if (verified !== null) factsOf(req).userId = verified.userId;
      return verified;
    },
  };
}
