import { readAnswer } from './answer.ts';
import { idOf, isQuery, textOf, type TypedDocument } from './document.ts';
import { ClaimsClientError, type ServerError } from './errors.ts';
import { type Endpoint, exchange } from './http.ts';

/** The variables of a document; nothing where it has none. */
export type VariablesArgument<Variables> = Variables extends Readonly<Record<string, never>> ? [] : [Variables];

/** Sends an operation and gives its data; what a session client needs of the response is in its headers. */
export type Request = <Result, Variables>(
  document: TypedDocument<Result, Variables>,
  ...variables: VariablesArgument<Variables>
) => Promise<Result>;

/** Who sends, and who is told what comes besides the data. */
export interface Sender {
  readonly endpoint: Endpoint;
  /** Read for each request: tokens change. */
  credentials(): Readonly<Record<string, string>>;
  onHeaders?(headers: Headers): void;
  onClaimTypeMismatch?: ((error: ServerError) => void) | undefined;
}

/** A function that sends as this sender. */
export function createRequest(sender: Sender): Request {
  return async <Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...[variables]: VariablesArgument<Variables>
  ) => {
    const query = textOf(document);
    const reads = isQuery(query);
    const sent = sender.endpoint.byId ? { documentId: requiredId(document) } : { query };
    const request = { document: sent, variables, reads, headers: sender.credentials() };
    const answer = await exchange(sender.endpoint, request);
    sender.onHeaders?.(answer.headers);
    const { data, mismatches } = readAnswer(answer, reads);
    for (const mismatch of mismatches) sender.onClaimTypeMismatch?.(mismatch);
    // The server answers what the document asks, as its schema says it: that is all that the document's types rest on.
    const trusted: unknown = data;
    return trusted as Result;
  };
}

function requiredId(document: TypedDocument<unknown, never>): string {
  const id = idOf(document);
  if (id !== null) return id;
  throw new TypeError('the document has no id: set persistedDocuments in codegen.ts, and generate again');
}

/**
 * The result of a root field, which is null only where there is an error.
 * @throws ClaimsClientError where it is null all the same
 */
export function present<Payload>(payload: Payload | null): Payload {
  if (payload !== null) return payload;
  throw new ClaimsClientError('BAD_RESPONSE', 'The field was answered with nothing.', { outcome: 'UNKNOWN' });
}
