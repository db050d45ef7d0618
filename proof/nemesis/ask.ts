import { z } from 'zod';

/** What a GraphQL server has answered. */
export interface Answered {
  readonly kind: 'answered';
  readonly data: unknown;
  readonly error: { readonly code: string; readonly outcome: string | null; readonly changeId: string | null } | null;
  readonly accessToken: string | null;
}

/** `refused`: nobody listened, so nothing was sent. `broken`: the connection ended before the answer had come. */
export type Unanswered =
  { readonly kind: 'refused'; readonly note: string } | { readonly kind: 'broken'; readonly note: string };

const text = z.string().nullish();
const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ extensions: z.looseObject({ code: text, outcome: text, changeId: text }).optional() }))
    .optional(),
});

/** Sends one operation, and waits for its answer however long that takes. */
export async function ask(
  url: string,
  query: string,
  variables: object,
  headers: Readonly<Record<string, string>>,
): Promise<Answered | Unanswered> {
  const posted = await post(`${url}/graphql`, { query, variables }, headers);
  if (posted.kind !== 'answered') return posted;
  const { data, errors = [] } = answerShape.parse(posted.body);
  const [first] = errors;
  const { code, outcome, changeId } = first?.extensions ?? {};
  const error = { code: code ?? 'none', outcome: outcome ?? null, changeId: changeId ?? null };
  return { kind: 'answered', data, error: first === undefined ? null : error, accessToken: posted.accessToken };
}

/** An answer of any route, as JSON. */
export interface Posted {
  readonly kind: 'answered';
  readonly status: number;
  readonly body: unknown;
  readonly accessToken: string | null;
}

/** Posts JSON. */
export async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Posted | Unanswered> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'st-auth-mode': 'header', ...headers },
      body: JSON.stringify(body),
    });
    const accessToken = response.headers.get('st-access-token');
    return { kind: 'answered', status: response.status, body: await response.json(), accessToken };
  } catch (error) {
    const { code } = z.object({ cause: z.object({ code: z.string() }) }).safeParse(error).data?.cause ?? {};
    return { kind: code === 'ECONNREFUSED' ? 'refused' : 'broken', note: code ?? 'the connection broke' };
  }
}
