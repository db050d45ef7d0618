import type { IncomingMessage, ServerResponse } from 'node:http';

import { tracingApi } from './api.ts';

/** What is known of an operation when its request is over. */
interface OperationFacts {
  readonly operationType: string | null;
  readonly operationName: string | null;
  readonly rootFields: readonly string[];
  readonly errorCodes: readonly string[];
  traceId: string | null;
}

/** Each GraphQL request as a span, within the trace that its `traceparent` names. */
export function traceOperations(
  factsOf: (req: object) => OperationFacts,
): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  return (req, res, next) => {
    const api = tracingApi();
    if (api === null) {
      next();
      return;
    }
    const parent = api.propagation.extract(api.context.active(), req.headers);
    const span = api.trace.getTracer('claimset').startSpan('graphql', { kind: api.SpanKind.SERVER }, parent);
    const facts = factsOf(req);
    if (span.isRecording()) facts.traceId = span.spanContext().traceId;
    res.once('close', () => {
      const { operationType, operationName, rootFields, errorCodes } = facts;
      if (operationType !== null) {
        // Names are the client's, and too many to group by: fields are those of the schema.
        span.updateName(`${operationType} ${rootFields.join(',')}`);
        span.setAttribute('graphql.operation.type', operationType);
      }
      if (operationName !== null) span.setAttribute('graphql.operation.name', operationName);
      if (errorCodes.length > 0) span.setAttribute('claimset.error_codes', [...errorCodes]);
      span.setAttribute('http.response.status_code', res.statusCode);
      if (res.statusCode >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end();
    });
    api.context.with(api.trace.setSpan(parent, span), next);
  };
}
