import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

import { ClaimsetError } from '../../claims/errors.ts';
import { RETRY_AFTER_SECONDS, statusOfCodes } from '../status.ts';

/** The form in which Apollo takes the failure of a context: it answers 500, unless the error brings its status. */
export function contextFailure(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new TypeError(String(error));
  const status = error instanceof ClaimsetError ? statusOfCodes([error.code]) : undefined;
  const headers = new HeaderMap(status === 503 ? [['retry-after', RETRY_AFTER_SECONDS]] : []);
  const http = status === undefined ? { headers } : { headers, status };
  return new GraphQLError(originalError.message, { originalError, extensions: { http } });
}
