import { createRequire } from 'node:module';

import type * as OpenTelemetry from '@opentelemetry/api';

/** Under this name, by the API's own convention, an SDK registers itself for all copies of the API. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');
const load = createRequire(import.meta.url);

/** The API, where an SDK is in the process. Without one nobody sees a span, and the API is not even loaded. */
export function tracingApi(): typeof OpenTelemetry | null {
  if (Reflect.get(globalThis, REGISTRY) === undefined) return null;
  return load('@opentelemetry/api') as typeof OpenTelemetry;
}
