import { z } from 'zod';

/** An answer of the GraphQL API. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly code: unknown;
    readonly outcome?: unknown;
  }[];
}

const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.unknown()).optional(),
        extensions: z.looseObject({ code: z.unknown().optional(), outcome: z.unknown().optional() }).optional(),
      }),
    )
    .optional(),
});

/** Sends one operation. */
export async function send(
  url: string,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphQLAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = answerShape.parse(await response.json());
  return {
    status: response.status,
    headers: response.headers,
    data,
    errors: errors.map(({ message, path, extensions }) => ({
      message,
      ...(path === undefined ? {} : { path }),
      code: extensions?.code,
      ...(extensions?.outcome === undefined ? {} : { outcome: extensions.outcome }),
    })),
  };
}
