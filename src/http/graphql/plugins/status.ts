import type { ApolloServerPlugin } from '@apollo/server';

import { RETRY_AFTER_SECONDS, statusOfCodes } from '../../status.ts';
import { statusForClient } from '../watershed.ts';

/** Gives each response the status that its errors ask for, in the way its client understands. */
export function statusPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ request, response: { http, body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          const asked = statusOfCodes(errors.map((error) => error.extensions?.['code']));
          if (asked === 503) http.headers.set('retry-after', RETRY_AFTER_SECONDS);
          const status = asked ?? statusForClient(http.status, request.http?.headers.get('accept'));
          if (status !== undefined) http.status = status;
          return Promise.resolve();
        },
      }),
  };
}
