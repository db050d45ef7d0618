import type { MutationResolvers } from '../types.generated.ts';

export const endSession: MutationResolvers['endSession'] = (_root, { input }, context) =>
  context.claims.endSession(context, { handle: input.handle, reason: input.reason ?? null });
