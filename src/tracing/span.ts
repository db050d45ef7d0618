import type { Attributes, Context, Span, SpanKind } from '@opentelemetry/api';

import { tracingApi } from './api.ts';

interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly parent?: Context;
}

/**
 * Does work within a span, which ends with it; an error is noted by its name alone, since messages may quote what was
 * sent. Without an SDK there is no span.
 */
export function inSpan<Result>(
  name: string,
  options: SpanOptions,
  work: (span: Span | null) => Promise<Result>,
): Promise<Result> {
  const api = tracingApi();
  if (api === null) return work(null);
  const { kind = api.SpanKind.INTERNAL, attributes = {}, parent = api.context.active() } = options;
  return api.trace.getTracer('claimset').startActiveSpan(name, { kind, attributes }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      const type = error instanceof Error ? error.name : typeof error;
      span.setAttribute('error.type', type).setStatus({ code: api.SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
