import type { MutationResolvers } from '../types.generated.ts';
import { userSelector } from '../user-selector.ts';

export const updateUserClaims: MutationResolvers['updateUserClaims'] = (_root, { input }, context) =>
  context.claims.updateUserClaims(context, {
    ...input,
    user: userSelector(input.user),
    reason: input.reason ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
  });
