import type { MutationOutcome, ServerError } from './errors.ts';

/** An object of JSON whose members have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What every answer of a GraphQL server consists of. */
export interface Envelope {
  readonly data: JsonObject | null;
  readonly errors: readonly ServerError[];
}

/** Reads the text of an answer; null where it is not one of a GraphQL server. */
export function readEnvelope(text: string): Envelope | null {
  const answer = parseJson(text);
  if (!isObject(answer)) return null;
  const { data = null, errors: found = [] } = answer;
  const errors = serverErrors(found);
  if (errors === null || (data !== null && !isObject(data))) return null;
  return data === null && errors.length === 0 ? null : { data, errors };
}

/** Whether it has members, as an object of JSON has. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function serverErrors(found: unknown): readonly ServerError[] | null {
  if (!Array.isArray(found)) return null;
  const errors = found.map(serverError);
  return errors.every((error) => error !== null) ? errors : null;
}

function serverError(found: unknown): ServerError | null {
  if (!isObject(found)) return null;
  const { message, path = [], extensions } = found;
  if (typeof message !== 'string' || !isPath(path)) return null;
  // Their members are the server's own business: one that is not as expected tells nothing, the message still does.
  const { code, outcome } = isObject(extensions) ? extensions : {};
  return { message, path, code: typeof code === 'string' ? code : null, outcome: isOutcome(outcome) ? outcome : null };
}

function isPath(value: unknown): value is ServerError['path'] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

function isOutcome(value: unknown): value is MutationOutcome {
  return value === 'NOT_APPLIED' || value === 'UNKNOWN';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
