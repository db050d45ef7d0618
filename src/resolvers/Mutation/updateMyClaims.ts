import type { MutationResolvers } from '../types.generated.ts';

export const updateMyClaims: MutationResolvers['updateMyClaims'] = (_root, { input }, context) =>
  context.claims.updateMyClaims(context, {
    ...input,
    ifVersion: input.ifVersion ?? null,
    reason: input.reason ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
  });
