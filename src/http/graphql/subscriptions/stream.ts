import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';

import type { EventStream } from '../../freshness/event-stream.ts';
import type { Results } from './plugin.ts';

export interface ResultsOptions {
  /** Brings an error into the form that clients see. */
  readonly formatError: (error: unknown) => GraphQLFormattedError;
  readonly heartbeatMillis: number;
}

/** A comment: no event, but a sign of life. */
const SIGN_OF_LIFE = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';

/**
 * Sends results as events, by the protocol of graphql-sse (distinct connections), until there are no more or the client
 * has gone. The next one is asked for when the last was taken: nothing is kept for a client that is slow.
 */
export async function sendResults(results: Results, stream: EventStream, options: ResultsOptions): Promise<void> {
  const leave = (): void => void results.return();
  stream.gone.addEventListener('abort', leave, { once: true });
  const write = (text: string): void => {
    if (!stream.write(text)) stream.end('AT_ONCE');
  };
  // The head of the response, too: the client knows that it listens.
  write(SIGN_OF_LIFE);
  const heart = setInterval(() => {
    write(SIGN_OF_LIFE);
  }, options.heartbeatMillis);
  try {
    for await (const result of results) {
      write(next(shown(result, options)));
      if (!(await stream.drained())) stream.end('AT_ONCE');
    }
  } catch (error) {
    write(next({ errors: [options.formatError(error)] }));
  } finally {
    clearInterval(heart);
    stream.gone.removeEventListener('abort', leave);
  }
  write(COMPLETE);
  stream.end('ORDERLY');
}

function next(result: FormattedExecutionResult): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}

function shown({ data, errors }: ExecutionResult, { formatError }: ResultsOptions): FormattedExecutionResult {
  const format = (error: GraphQLError): GraphQLFormattedError => formatError(error);
  return { ...(errors === undefined ? {} : { errors: errors.map(format) }), ...(data === undefined ? {} : { data }) };
}
