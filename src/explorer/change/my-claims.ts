import { z } from 'zod';

import type { JsonObject } from '../../claims/types.ts';
import type { Ask } from '../api/ask.ts';
import { type ChangeAnswer, CHANGES, outcomeShape, TOKEN_SIZE, userErrorsShape } from './answer.ts';
import type { SendOptions } from './use-change.ts';

const shape = z.object({
  updateMyClaims: outcomeShape
    .pick({ changes: true, tokenSize: true })
    .extend({ userErrors: userErrorsShape })
    .nullable(),
});

const MUTATION = `mutation ($input: UpdateMyClaimsInput!) {
  updateMyClaims(input: $input) { ${CHANGES} ${TOKEN_SIZE} userErrors { message } }
}`;

/** Changes claims of the session that speaks, or asks what would change. */
export async function changeMyClaims(ask: Ask, claims: JsonObject, options: SendOptions): Promise<ChangeAnswer> {
  const { data, faults } = await ask(shape, MUTATION, { input: { claims, ...options } });
  const answer = data?.updateMyClaims;
  const said = [...faults, ...(answer?.userErrors ?? [])].map(({ message }) => message);
  if (answer === null || answer === undefined || answer.changes === null) return { faults: said, outcomes: [] };
  const { changes, tokenSize } = answer;
  const isChanged = Object.values(changes).some((keys) => keys.length > 0);
  const status = isChanged ? 'UPDATED' : 'UNCHANGED';
  return { faults: said, outcomes: [{ name: 'This session', status, changes, tokenSize }] };
}
