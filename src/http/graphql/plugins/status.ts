import type { ApolloServerPlugin } from '@apollo/server';

import { retryAfterOf, statusOfCodes } from '../../status.ts';
import { statusForClient } from '../watershed.ts';

/** Gives each response the status that its errors ask for, in the way its client understands. */
export function statusPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ request, response: { http, body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          const asked = statusOfCodes(errors.map((error) => error.extensions?.['code']));
          const retryAfter = retryAfterOf(
            asked,
            errors.map(({ extensions = {} }) => extensions),
          );
          if (retryAfter !== null) http.headers.set('retry-after', retryAfter);
          const status = asked ?? statusForClient(http.status, request.http?.headers.get('accept'));
          if (status !== undefined) http.status = status;
          return Promise.resolve();
        },
      }),
  };
}
