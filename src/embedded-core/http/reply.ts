/** What an endpoint answers; `json` is text already, so that stored claims are passed on without being parsed. */
export interface Reply {
  readonly status: number;
  readonly json?: string;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a business outcome (docs/core-contract.md, 'Requests'). */
export function ok(members: Readonly<Record<string, unknown>> = {}): Reply {
  return { status: 200, json: JSON.stringify({ status: 'OK', ...members }) };
}

/** 200 with an outcome other than OK. */
export function outcome(status: string, members: Readonly<Record<string, unknown>> = {}): Reply {
  return { status: 200, json: JSON.stringify({ status, ...members }) };
}

/** 200 with a JSON text that is already complete. */
export function rawJson(json: string): Reply {
  return { status: 200, json };
}

/** A text, which ends in a newline as those of the real core do. */
export function text(status: number, message: string): Reply {
  return { status, text: `${message}\n` };
}
