import type { ClaimsChangeResolvers } from '../types.generated.ts';

export const targets: NonNullable<ClaimsChangeResolvers['targets']> = (change, { first, after }, context) =>
  context.history.targetsOf(context, change, { first, after: after ?? null });
