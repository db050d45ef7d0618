import type { QueryResolvers } from '../types.generated.ts';

export const claimsChange: QueryResolvers['claimsChange'] = (_root, { id }, context) =>
  context.history.change(context, id);
