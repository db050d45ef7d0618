import type { ClaimsChangeResolvers } from '../types.generated.ts';

export const causedBy: NonNullable<ClaimsChangeResolvers['causedBy']> = (change, _args, context) =>
  context.history.causeOf(context, change);
