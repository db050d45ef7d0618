import { z } from 'zod';

type HeaderValues = Readonly<Record<string, string>>;

const token = z.object({ token: z.string(), expiry: z.number(), createdTime: z.number() });
const answered = z
  .object({
    status: z.string(),
    message: z.string(),
    session: z.looseObject({ handle: z.string(), userDataInJWT: z.record(z.string(), z.unknown()) }).partial(),
    accessToken: token,
    refreshToken: token,
    antiCsrfToken: z.string(),
    token: z.string(),
    jwt: z.string(),
    user: z.looseObject({ id: z.string() }),
    users: z.array(z.looseObject({ id: z.string(), emails: z.array(z.string()) })),
    nextPaginationToken: z.string(),
    keys: z.array(z.looseObject({ kid: z.string() })),
    sessionHandles: z.array(z.string()),
    expiry: z.number(),
    metadata: z.record(z.string(), z.unknown()),
    userDataInJWT: z.record(z.string(), z.unknown()),
  })
  .partial()
  .loose();

/** What a core answered; `body` is empty where it answered text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly body: z.output<typeof answered>;
}

/** Asks one core, as the SDK does. */
export interface Client {
  get(path: string, query?: Readonly<Record<string, string>>, headers?: HeaderValues): Promise<Answer>;
  post(path: string, body: object, headers?: HeaderValues): Promise<Answer>;
  put(path: string, body: object, headers?: HeaderValues): Promise<Answer>;
  /** Sends a body as it is. */
  send(method: string, path: string, body?: string | Uint8Array, headers?: HeaderValues): Promise<Answer>;
}

/** A client of the core at an URL. */
export function clientOf(url: string): Client {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'cdi-version': '5.4', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      text,
      headers: response.headers,
      body: isJson ? answered.parse(JSON.parse(text)) : {},
    };
  };
  return {
    send,
    get: (path, query = {}, headers) =>
      send('GET', `${path}?${new URLSearchParams(query).toString()}`, undefined, headers),
    post: (path, body, headers) => send('POST', path, JSON.stringify(body), headers),
    put: (path, body, headers) => send('PUT', path, JSON.stringify(body), headers),
  };
}
