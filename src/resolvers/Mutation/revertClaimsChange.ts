import type { MutationResolvers } from '../types.generated.ts';

export const revertClaimsChange: MutationResolvers['revertClaimsChange'] = (_root, { input }, context) =>
  context.history.revert(context, { ...input, keys: input.keys ?? null, reason: input.reason ?? null });
