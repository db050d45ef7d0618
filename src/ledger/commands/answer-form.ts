import { z } from 'zod';

import type { CommandAnswer } from '../../claims/idempotency/commands.ts';

const changes = z.object({ added: z.array(z.string()), updated: z.array(z.string()), removed: z.array(z.string()) });
const outcome = z.object({
  status: z.enum(['UPDATED', 'UNCHANGED', 'ENDED', 'REJECTED', 'FAILED', 'UNKNOWN']),
  changes: changes.nullable(),
  tokenSize: z.object({ bytes: z.number(), limit: z.number() }).nullable(),
  message: z.string().nullable(),
});
const CODES = [
  ...(['RESERVED_CLAIM', 'CLAIM_NOT_ALLOWED', 'DECLARED_CLAIM', 'INVALID_VALUE', 'TOKEN_TOO_LARGE'] as const),
  ...(['VERSION_CONFLICT', 'USER_NOT_FOUND', 'AMBIGUOUS_USER', 'EMPTY_PATCH', 'IDEMPOTENCY_KEY_REUSED'] as const),
  ...(['CHANGED_SINCE', 'VALUES_ERASED', 'UNKNOWN_CHANGE', 'INVALID_REASON'] as const),
] as const;
const answer: z.ZodType<CommandAnswer> = z.object({
  sessions: z.array(outcome.extend({ handle: z.string() })),
  standing: outcome.nullable(),
  isChanged: z.boolean(),
  userErrors: z.array(z.object({ code: z.enum(CODES), message: z.string(), path: z.array(z.string()) })),
});

export function writeAnswer(given: CommandAnswer): string {
  return JSON.stringify(given);
}

/** Null where there is none, or it is of another version: what was done is in the ledger. */
export function readAnswer(text: string | null): CommandAnswer | null {
  return text === null ? null : (answer.safeParse(parsed(text)).data ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
