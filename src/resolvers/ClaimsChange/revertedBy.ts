import type { ClaimsChangeResolvers } from '../types.generated.ts';

export const revertedBy: NonNullable<ClaimsChangeResolvers['revertedBy']> = (change, _args, context) =>
  context.history.revertedBy(context, change);
