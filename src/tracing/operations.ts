import type { IncomingMessage, ServerResponse } from 'node:http';

import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

import { tracer } from './span.ts';

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
    const parent = propagation.extract(context.active(), req.headers);
    const span = tracer.startSpan('graphql', { kind: SpanKind.SERVER }, parent);
    const facts = factsOf(req);
    // Without an SDK the span has the client's ids, which are none of ours where it did not send any.
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
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}
