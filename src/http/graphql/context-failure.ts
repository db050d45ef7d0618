import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

import { ClaimsetError } from '../../claims/errors.ts';
import { retryAfterOf, statusOfCodes } from '../status.ts';

/** The form in which Apollo takes the failure of a context: it answers 500, unless the error brings its status. */
export function contextFailure(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new TypeError(String(error));
  const status = error instanceof ClaimsetError ? statusOfCodes([error.code]) : undefined;
  const retryAfter = retryAfterOf(status, error instanceof ClaimsetError ? [error] : []);
  const headers = new HeaderMap(retryAfter === null ? [] : [['retry-after', retryAfter]]);
  const http = status === undefined ? { headers } : { headers, status };
  return new GraphQLError(originalError.message, { originalError, extensions: { http } });
}
