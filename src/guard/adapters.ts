import { fromNodeRequest, type GuardedRequest } from './credentials.ts';
import { GuardError } from './error.ts';
import type { GuardedSession } from './session.ts';

/** What Express and Fastify requests have in common. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What the guard needs of Express' response. */
export interface ExpressResponse {
  status(code: number): unknown;
  set(headers: Record<string, string>): unknown;
  json(body: unknown): unknown;
}

/** What the guard needs of Fastify's reply. */
export interface FastifyReply {
  code(status: number): unknown;
  headers(headers: Record<string, string>): unknown;
  send(body: unknown): unknown;
}

/** Whether a session may go on; false is 403. */
export type Predicate<Claims> = (session: GuardedSession<Claims>) => boolean | Promise<boolean>;

/** The guard as frameworks take it. */
export interface Adapters<Claims> {
  /** A middleware of Express. */
  express(
    predicate?: Predicate<Claims>,
  ): (req: NodeRequest, res: ExpressResponse, next: (error?: unknown) => void) => void;
  /** A hook of Fastify, for `onRequest` or `preHandler`. */
  fastify(predicate?: Predicate<Claims>): (request: NodeRequest, reply: FastifyReply) => Promise<unknown>;
  /**
   * The session of a request that one of the two has let through.
   * @throws TypeError where none has
   */
  sessionOf(request: NodeRequest): GuardedSession<Claims>;
}

/** The guard for Express and Fastify. */
export function guardAdapters<Claims>(
  check: (request: GuardedRequest) => Promise<GuardedSession<Claims>>,
): Adapters<Claims> {
  const sessions = new WeakMap<NodeRequest, GuardedSession<Claims>>();
  const admit = async (request: NodeRequest, predicate?: Predicate<Claims>): Promise<void> => {
    const session = await check(fromNodeRequest(request));
    const mayGoOn = predicate === undefined || (await predicate(session));
    if (!mayGoOn) throw new GuardError('FORBIDDEN', 'the claims of this session do not allow it');
    sessions.set(request, session);
  };
  return {
    express: (predicate) => (req, res, next) => {
      admit(req, predicate).then(
        () => {
          next();
        },
        (error: unknown) => {
          if (error instanceof GuardError) refuse(error, res);
          else next(error);
        },
      );
    },
    fastify: (predicate) => async (request, reply) => {
      try {
        await admit(request, predicate);
        return undefined;
      } catch (error) {
        if (!(error instanceof GuardError)) throw error;
        reply.code(error.status);
        reply.headers(error.headers);
        return reply.send(error.body);
      }
    },
    sessionOf: (request) => {
      const session = sessions.get(request);
      if (session === undefined) throw new TypeError('the guard has not let this request through');
      return session;
    },
  };
}

function refuse(error: GuardError, res: ExpressResponse): void {
  res.status(error.status);
  res.set(error.headers);
  res.json(error.body);
}
