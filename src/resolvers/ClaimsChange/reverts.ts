import type { ClaimsChangeResolvers } from '../types.generated.ts';

export const reverts: NonNullable<ClaimsChangeResolvers['reverts']> = (change, _args, context) =>
  context.history.revertsOf(context, change);
