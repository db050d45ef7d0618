import { tracingApi } from './api.ts';
import { inSpan } from './span.ts';

interface Call {
  readonly method: string;
  readonly path: string;
}

type Send<Answer> = (headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** A call to the session core as a span; the core is told of it by `traceparent`. */
export function tracedCall<Answer extends { readonly status: number }>(
  { method, path }: Call,
  send: Send<Answer>,
): Promise<Answer> {
  const api = tracingApi();
  if (api === null) return send();
  const attributes = { 'http.request.method': method.toUpperCase(), 'url.path': path, 'peer.service': 'session-core' };
  return inSpan(`${method.toUpperCase()} ${path}`, { kind: api.SpanKind.CLIENT, attributes }, async (span) => {
    const headers: Record<string, string> = {};
    api.propagation.inject(api.context.active(), headers);
    const answer = await send(headers);
    span?.setAttribute('http.response.status_code', answer.status);
    if (answer.status >= 500) span?.setStatus({ code: api.SpanStatusCode.ERROR });
    return answer;
  });
}

/** The wait for a lock as a span; its holder's work is outside of it. */
export function tracedWait<Held>(kind: string, acquire: () => Promise<Held>): Promise<Held> {
  return inSpan('lock', { attributes: { 'claimset.lock.kind': kind } }, acquire);
}

/** A call to the ledger as a span, with how many sessions it is about. */
export function tracedLedgerCall<Answer>(name: string, streams: number, call: () => Promise<Answer>): Promise<Answer> {
  return inSpan(`ledger ${name}`, { attributes: { 'claimset.ledger.streams': streams } }, call);
}
