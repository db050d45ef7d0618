import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

import { packageVersion } from '../../config/package-version.ts';
import type { OnRefused } from '../../http/limits/refuse.ts';
import type { AnsweredRequest } from '../../http/request-log.ts';
import { changeOutcomes, settledLog } from '../../log/change-log.ts';
import { coreCallLog } from '../../log/core-calls.ts';
import { lockWaitLog } from '../../log/lock-waits.ts';
import { securityLog } from '../../log/security-log.ts';
import { accessMetrics } from '../../metrics/access.ts';
import { lockMetrics, writeMetrics } from '../../metrics/claims.ts';
import { coreCallMetrics } from '../../metrics/core-calls.ts';
import { ledgerMetrics, type LedgerReadings } from '../../metrics/ledger.ts';
import { createRegistry } from '../../metrics/registry.ts';
import { requestMetrics } from '../../metrics/requests.ts';
import { listenerMetrics } from '../../metrics/streams.ts';
import type { AroundCoreCall } from '../../supertokens/remote-core/fetch.ts';
import type { SignInEvent } from '../../supertokens/sdk/sign-in-events.ts';
import { tracedCall } from '../../tracing/calls.ts';
import type { WriteSeen } from './claims.ts';
import type { LockSeen } from './lock.ts';

/** Who is told of what happens, for the log and for metrics. */
export interface Observers {
  readonly registry: Registry;
  readonly answered: (request: AnsweredRequest) => void;
  readonly waited: (wait: LockSeen) => void;
  readonly wrote: (write: WriteSeen, requestId: string) => void;
  readonly signedIn: (event: SignInEvent, requestId: string) => void;
  readonly wrongApiKey: (requestId: string) => void;
  readonly refused: OnRefused;
  readonly listening: (count: number) => void;
  readonly aroundCoreCall: AroundCoreCall;
  /** What was unknown of a stream is known now. */
  readonly settled: (stream: string, outcome: string) => void;
  /** Whose readings the metrics of the ledger are. */
  readonly watchLedger: (readings: LedgerReadings) => void;
}

/** Observers that write to the log, and count. */
export function observers(logger: Logger): Observers {
  const registry = createRegistry({ version: packageVersion(), nodeVersion: process.version });
  const access = accessMetrics(registry);
  const [ledger, logSettled] = [ledgerMetrics(registry), settledLog(logger)];
  const [failed, unknown] = [securityLog(logger), changeOutcomes(logger)];
  const [logWait, countWait, countWrite] = [lockWaitLog(logger), lockMetrics(registry), writeMetrics(registry)];
  return {
    registry,
    answered: requestMetrics(registry),
    waited: (wait) => {
      logWait(wait);
      countWait(wait);
    },
    wrote: (write, id) => {
      if (write.outcome === 'unknown') unknown(write, id);
      countWrite(write);
    },
    signedIn: ({ kind, outcome }, id) => {
      if (outcome === 'WRONG_CREDENTIALS') failed('WRONG_PASSWORD', id);
      access.signIn(kind, outcome);
    },
    wrongApiKey: (id) => {
      failed('WRONG_API_KEY', id);
      access.wrongApiKey();
    },
    refused: (limit, id) => {
      if (id !== null) failed('TOO_MANY', id);
      access.limited(limit);
    },
    listening: listenerMetrics(registry),
    aroundCoreCall: aroundCoreCall(logger, registry),
    settled: (stream, outcome) => {
      logSettled(stream, outcome);
      ledger.settled(outcome.toLowerCase());
    },
    watchLedger: (readings) => {
      ledger.watch(readings);
    },
  };
}

function aroundCoreCall(logger: Logger, registry: Registry): AroundCoreCall {
  const [log, count] = [coreCallLog(logger), coreCallMetrics(registry)];
  return async (call, send) => {
    const beganAtMillis = performance.now();
    let status: number | null = null;
    try {
      const response = await tracedCall(call, send);
      ({ status } = response);
      return response;
    } finally {
      const seen = { ...call, status, durationMillis: performance.now() - beganAtMillis };
      log(seen);
      count(seen);
    }
  };
}
