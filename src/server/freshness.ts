import type { RequestHandler } from 'express';

import { findApiKey } from '../claims/access/api-key.ts';
import type { MySessionChangesDeps } from '../claims/live/my-session-changes.ts';
import type { Config } from '../config/config.ts';
import { alarm } from '../freshness/alarm.ts';
import { changesFeed } from '../freshness/changes-feed.ts';
import { follower } from '../freshness/follower.ts';
import type { EventSource, Follower } from '../freshness/ports.ts';
import { sessionEvents } from '../freshness/session-events.ts';
import { type TokenLifetime, tokenLifetime } from '../freshness/token-lifetime.ts';
import { createAuthz } from '../http/freshness/authz.ts';
import { createChanges } from '../http/freshness/changes.ts';
import { payloadHash } from '../ledger/hash.ts';
import type { LedgerReadings } from '../metrics/ledger.ts';
import { callerOf, requestSessions, type SharedParts } from './context.ts';
import type { LedgerParts } from './ledger.ts';

/** How other services learn that a right was taken away, and browsers that their session has changed. */
export interface Freshness {
  readonly routes: { readonly changes: RequestHandler; readonly authz: RequestHandler };
  readonly listening: Pick<MySessionChangesDeps, 'events' | 'alarm'>;
  /** How many follow the feed at this process. */
  consumers(): number;
  /** How far the feed is behind: everything before that is complete. */
  lagMillis(): Promise<number>;
  /** Ends all streams. */
  close(): Promise<void>;
}

/** A removal must be known elsewhere within 250 ms: a part of it is waiting for the next look. */
const POLL_MILLIS = 50;
const RETRY_MILLIS = 500;
const HEARTBEAT_MILLIS = 1_000;
const MAX_CONSUMERS = 2_000;
/** Of one user: a stream for each browser, or for each tab of one that does not share them. */
const LISTENERS = { ofUser: 20, altogether: 10_000 };
const LIMITS = { maxWaitingBytes: 1_048_576, drainMillis: 10_000 };
/** What a SuperTokens core lets an access token live, where nothing else is known of it. */
const USUAL_LIFETIME_MILLIS = 3_600_000;

export function freshnessOf(config: Config, parts: SharedParts, ledger: EventSource): Freshness {
  const { policy } = parts.claims;
  const following = followerOf(ledger, parts.logger);
  const usersMayWrite = (key: string): boolean => policy.mayWrite('self', key);
  const times = { heartbeatMillis: HEARTBEAT_MILLIS, nowMillis: Date.now, tokenLifetime: parts.tokenLifetime };
  const feed = changesFeed({ ...times, ledger, follower: following, usersMayWrite });
  const changes = createChanges({
    callerOf: (req) => callerOf(req, parts),
    callerNow: (req) => findApiKey(parts.apiKeys.current(), req.headers['x-api-key']),
    onKeysChanged: (listener) => parts.apiKeys.onChange(listener),
    serve: (stream, lastEventId) => feed.serve(stream, lastEventId),
    consumers: () => feed.consumers(),
    ...{ maxConsumers: MAX_CONSUMERS, limits: LIMITS },
  });
  const authz = createAuthz({
    claims: policy.claims,
    sessionOf: requestSessions(config, parts),
    versionOf: payloadHash,
    antiCsrf: config.cookies.antiCsrf ?? 'VIA_CUSTOM_HEADER',
  });
  return {
    routes: { changes, authz },
    listening: { events: sessionEvents(following, LISTENERS, parts.observers.listening), alarm },
    consumers: () => feed.consumers(),
    lagMillis: () => lagOf(following, ledger),
    close: () => {
      following.close();
      return Promise.resolve();
    },
  };
}

/** As the consumers are told; where there is none, the ledger is asked. */
async function lagOf(following: Follower, ledger: EventSource): Promise<number> {
  const clock = following.clock() ?? (await ledger.events({ sinceMillis: Date.now() }, 1));
  return Math.max(0, clock.nowMillis - clock.completeUntilMillis);
}

function followerOf(ledger: EventSource, logger: SharedParts['logger']): Follower {
  return follower({
    ledger,
    ...{ pollMillis: POLL_MILLIS, retryMillis: RETRY_MILLIS },
    nowMillis: Date.now,
    monotonicMillis: () => performance.now(),
    onFailure: (err) => {
      logger.error({ err }, 'the ledger does not answer: until it does, guards ask /authz about each request');
    },
  });
}

/** How long access tokens live: the embedded core says it, of another one only what was seen is known. */
export function tokenLifetimeOf({ embeddedCore }: Config): TokenLifetime {
  return tokenLifetime(embeddedCore?.settings.accessTokenValidityMillis ?? USUAL_LIFETIME_MILLIS);
}

/** What the metrics of the ledger read. */
export function readingsOf(
  { history, feed }: Pick<LedgerParts, 'history' | 'feed'>,
  freshness: Freshness,
): LedgerReadings {
  return {
    open: () => history.open(),
    waitingUsers: () => feed.countPushes(),
    feedLagMillis: () => freshness.lagMillis(),
    consumers: () => freshness.consumers(),
  };
}
