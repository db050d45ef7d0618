import { Histogram, type Registry } from 'prom-client';

import { DURATION_BUCKETS, MILLIS_A_SECOND } from './registry.ts';

/** A request that is over, with what was learnt of it. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMillis: number;
  readonly facts: {
    readonly operationType: string | null;
    readonly rootFields: readonly string[];
    readonly errorCodes: readonly string[];
  };
}

const METHODS = ['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH'];
const ROUTES = ['/graphql', '/auth', '/changes', '/authz', '/explorer'];

/** Counts and times requests, by OpenTelemetry's names; and what they asked of GraphQL, by fields of the schema. */
export function requestMetrics(registry: Registry): (request: Request) => void {
  const requests = new Histogram({
    name: 'claimset_http_server_request_duration_seconds',
    help: 'HTTP requests but health checks, by route and status; as http.server.request.duration of OpenTelemetry.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  const operations = new Histogram({
    name: 'claimset_graphql_operation_duration_seconds',
    help: 'GraphQL operations, by root field and by the code of their first error, or OK.',
    labelNames: ['graphql_operation_type', 'field', 'code'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  return ({ method, path, status, durationMillis, facts }) => {
    const seconds = durationMillis / MILLIS_A_SECOND;
    const route = ROUTES.find((one) => path === one || path.startsWith(`${one}/`)) ?? 'other';
    requests.observe(
      {
        http_request_method: METHODS.includes(method) ? method : '_OTHER',
        http_route: route,
        http_response_status_code: status,
      },
      seconds,
    );
    if (route !== '/graphql') return;
    const type = facts.operationType ?? 'none';
    const code = facts.errorCodes[0] ?? (status < 400 ? 'OK' : `HTTP_${status}`);
    operations.observe({ graphql_operation_type: type, field: fieldOf(facts.rootFields), code }, seconds);
  };
}

/** Names of operations are the client's, and as many as it likes; fields are those of the schema. */
function fieldOf(rootFields: readonly string[]): string {
  const [first, ...others] = new Set(
    rootFields.map((name) => (/^__(schema|type)$/.test(name) ? 'introspection' : name)),
  );
  if (first === undefined) return 'none';
  return others.length === 0 ? first : 'several';
}
