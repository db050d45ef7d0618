import type { RequestHandler } from 'express';
import { z } from 'zod';

import { isStorable } from '../../claims/policy/read-value.ts';
import { sendError } from '../json-errors.ts';

const AUTH_ROUTE = /^\/auth\//i;
/** The longest address that mail knows: 64 characters, `@`, and 255 of the domain. */
const LONGEST_EMAIL = 320;

const fields = z.object({ formFields: z.array(z.object({ id: z.string(), value: z.unknown() })) });
const members = z.record(z.string(), z.unknown());

/**
 * Refuses what no core can keep or look for in what SuperTokens' routes are sent: a NUL character, half a surrogate pair,
 * an email address longer than any. Each would fail in the core, as if that were broken.
 */
export const refuseUnstorable: RequestHandler = (req, res, next) => {
  if (!AUTH_ROUTE.test(req.path)) {
    next();
    return;
  }
  const ofForm = (fields.safeParse(req.body).data?.formFields ?? []).map(({ id, value }) => [id, value] as const);
  const named = [...Object.entries(members.safeParse(req.body).data ?? {}), ...Object.entries(req.query), ...ofForm];
  const fault = named.map(([name, value]) => faultOf(name, value)).find((one) => one !== null) ?? null;
  if (fault === null) next();
  else sendError(res, { status: 400, code: 'BAD_REQUEST', message: fault });
};

/** The name is not told: it is the client's as well. */
function faultOf(name: string, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (!isStorable(value)) {
    return 'A value of the request has a NUL character, or is not well-formed Unicode. Nothing was done.';
  }
  if (name !== 'email' || value.trim().length <= LONGEST_EMAIL) return null;
  return `The email address is longer than ${LONGEST_EMAIL} characters. Nothing was done.`;
}
