import type { Request, RequestHandler } from 'express';

import { sendError } from '../json-errors.ts';

/** As Apollo Server names what it answers with. */
const ANSWERS = ['application/graphql-response+json; charset=utf-8', 'application/json; charset=utf-8'];

/** Clients of one kind send one header: what was found is remembered, or it costs a twentieth of a request each time. */
const remembered = new Map<string, boolean>();
const MOST_REMEMBERED = 100;
const LONGEST_REMEMBERED = 500;

/** Whether a request takes the answer to a query or a mutation. */
export function acceptsAnswer(req: Request): boolean {
  const { accept = '' } = req.headers;
  const known = remembered.get(accept);
  if (known !== undefined) return known;
  const isAccepted = accept === '' || req.accepts(ANSWERS) !== false;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (accept.length <= LONGEST_REMEMBERED) remembered.set(accept, isAccepted);
  return isAccepted;
}

/** Says that nothing was done, since its answer is not wanted. */
export const refuseUnacceptable: RequestHandler = (_req, res) => {
  const message =
    'Nothing was done: the answer would be application/graphql-response+json or application/json, and the request ' +
    'accepts neither. Only subscriptions are answered by text/event-stream.';
  sendError(res, { status: 406, code: 'NOT_ACCEPTABLE', message });
};
