import { Histogram, type Registry } from 'prom-client';

import { DURATION_BUCKETS, MILLIS_A_SECOND } from './registry.ts';

interface CoreCall {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly durationMillis: number;
}

/** Before it may stand the core's base path, an application and a tenant; after it nothing that is not of the core's interface. */
const ENDPOINT = /\/(?:recipe\/.+|users?(?:\/.+)?|apiversion|hello|\.well-known\/jwks\.json)$/;

/** Times calls to the session core, by endpoint; `error` is the status of a call that brought no answer. */
export function coreCallMetrics(registry: Registry): (call: CoreCall) => void {
  const calls = new Histogram({
    name: 'claimset_core_request_duration_seconds',
    help: 'Calls to the session core, by endpoint and status; "error" where no answer came.',
    labelNames: ['http_request_method', 'endpoint', 'http_response_status_code'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  return ({ method, path, status, durationMillis }) => {
    calls.observe(
      {
        http_request_method: method.toUpperCase(),
        endpoint: ENDPOINT.exec(path)?.[0] ?? 'other',
        http_response_status_code: status ?? 'error',
      },
      durationMillis / MILLIS_A_SECOND,
    );
  };
}
