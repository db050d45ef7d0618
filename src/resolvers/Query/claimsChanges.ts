import type { QueryResolvers } from '../types.generated.ts';

export const claimsChanges: QueryResolvers['claimsChanges'] = (_root, { where, first, after }, context) =>
  context.history.changes(context, where ?? {}, { first, after: after ?? null });
