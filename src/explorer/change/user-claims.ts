import { z } from 'zod';

import type { JsonObject } from '../../claims/types.ts';
import type { Ask } from '../api/ask.ts';
import { type ChangeAnswer, CHANGES, type Outcome, outcomeShape, TOKEN_SIZE, userErrorsShape } from './answer.ts';
import type { SendOptions } from './use-change.ts';

const shape = z.object({
  updateUserClaims: z
    .object({
      sessions: z.array(outcomeShape.extend({ handle: z.string() })),
      standing: outcomeShape.nullable(),
      userErrors: userErrorsShape,
    })
    .nullable(),
});

const MUTATION = `mutation ($input: UpdateUserClaimsInput!) {
  updateUserClaims(input: $input) {
    sessions { handle status ${CHANGES} ${TOKEN_SIZE} message }
    standing { status ${CHANGES} message }
    userErrors { message }
  }
}`;

/** A change of a user's claims, as the API takes it. */
export interface UserChange {
  readonly userId: string;
  readonly claims: JsonObject;
  readonly reach: 'LIVE_AND_FUTURE_SESSIONS' | 'LIVE_SESSIONS';
}

/** Changes claims of a user, or asks what would change. */
export async function changeUserClaims(ask: Ask, change: UserChange, options: SendOptions): Promise<ChangeAnswer> {
  const { userId, ...rest } = change;
  const { data, faults } = await ask(shape, MUTATION, { input: { ...rest, user: { id: userId }, ...options } });
  const answer = data?.updateUserClaims;
  const said = [...faults, ...(answer?.userErrors ?? [])].map(({ message }) => message);
  if (answer === null || answer === undefined || answer.userErrors.length > 0) return { faults: said, outcomes: [] };
  const sessions = answer.sessions.map(({ handle, ...outcome }): Outcome => ({
    ...outcome,
    name: `Session ${handle}`,
  }));
  const standing = answer.standing === null ? [] : [{ ...answer.standing, name: 'Future sessions' }];
  return { faults: said, outcomes: [...sessions, ...standing] };
}
