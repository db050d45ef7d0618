/** A request the core refuses: answered as plain text with this status (docs/core-contract.md, 'Requests'). Its text is shown to the caller. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** The caller's mistake: 400 with a text that names it. */
export function badRequest(text: string): HttpError {
  return new HttpError(400, text);
}

/** What went wrong, as one loggable string; never the values of a request. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
