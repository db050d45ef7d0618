/** What becomes known of a request while it is served, for its line in the log and for metrics. */
export interface RequestFacts {
  operationType: string | null;
  operationName: string | null;
  /** What it asks for, through fragments. */
  rootFields: readonly string[];
  /** Of the errors in the answer. */
  errorCodes: readonly string[];
  /** Whose session it is, once that was verified. */
  userId: string | null;
  /** The name of the API key, where it is good. */
  apiKey: string | null;
  traceId: string | null;
  /** When a stream of events began, by `performance.now()`: how long it lasts says nothing of the server. */
  streamBeganAtMillis: number | null;
}

/** Names come from clients: nobody fills the log with one. */
export const LONGEST_NAME = 100;

const known = new WeakMap<object, RequestFacts>();

/** The facts of a request: those who learn one write it down here. */
export function factsOf(req: object): RequestFacts {
  const facts = known.get(req) ?? {
    operationType: null,
    operationName: null,
    rootFields: [],
    errorCodes: [],
    userId: null,
    apiKey: null,
    traceId: null,
    streamBeganAtMillis: null,
  };
  known.set(req, facts);
  return facts;
}
