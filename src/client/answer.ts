import { z } from 'zod';

import { errorOfAnswer } from './answer-error.ts';
import { ClaimsClientError, type ServerError } from './errors.ts';

/** What came back over HTTP, not yet looked at. */
export interface HttpAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly body: string;
}

/** An answer that says what was asked. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  /** Claims that are null because another application stored them with another type. */
  readonly mismatches: readonly ServerError[];
}

const nothing = { code: null, outcome: null } as const;

const serverError = z
  .object({
    message: z.string(),
    path: z.array(z.union([z.string(), z.number()])).default([]),
    extensions: z
      .object({
        code: z.string().nullable().catch(null),
        outcome: z.enum(['NOT_APPLIED', 'UNKNOWN']).nullable().catch(null),
      })
      .catch(nothing),
  })
  .transform(({ message, path, extensions }): ServerError => ({ message, path, ...extensions }));

const envelope = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish().default(null),
    errors: z.array(serverError).default([]),
  })
  .refine(({ data, errors }) => data !== null || errors.length > 0);

/**
 * Reads an answer of the API.
 * @throws ClaimsClientError where it has errors, other than claims of another type than declared; or is none at all
 */
export function readAnswer(answer: HttpAnswer, reads: boolean): Answer {
  const parsed = envelope.safeParse(parseJson(answer.body));
  if (!parsed.success) throw badResponse(answer, reads, 'The answer is not one of this API.');
  const { data, errors } = parsed.data;
  const mismatches = errors.filter(({ code }) => code === 'CLAIM_TYPE_MISMATCH');
  if (data === null || mismatches.length < errors.length) throw errorOfAnswer(answer, { data, errors }, reads);
  return { data, mismatches };
}

/** An answer that cannot be used; what the server did is not known. */
export function badResponse(
  { status, requestId }: Omit<HttpAnswer, 'body'>,
  reads: boolean,
  message: string,
): ClaimsClientError {
  const outcome = reads ? null : 'UNKNOWN';
  return new ClaimsClientError('BAD_RESPONSE', `${message} (HTTP ${status})`, { outcome, status, requestId });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
