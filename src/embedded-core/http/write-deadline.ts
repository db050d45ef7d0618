import type { IncomingHttpHeaders } from 'node:http';

import { badRequest } from './errors.ts';

/** Milliseconds since 1970, after which the writes of a request are not wanted any more. */
const WRITE_DEADLINE_HEADER = 'x-write-deadline';
const EPOCH_MILLIS = /^\d{1,15}$/;

/** The deadline that a request brings; null: none. */
export function writeDeadlineOf(headers: IncomingHttpHeaders): number | null {
  const value = headers[WRITE_DEADLINE_HEADER];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !EPOCH_MILLIS.test(value)) {
    throw badRequest(`${WRITE_DEADLINE_HEADER} must be milliseconds since 1970`);
  }
  return Number(value);
}
