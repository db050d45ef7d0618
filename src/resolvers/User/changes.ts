import type { UserResolvers } from '../types.generated.ts';

export const changes: NonNullable<UserResolvers['changes']> = (user, { first, after }, context) =>
  context.history.changesOfUser(context, user, { first, after: after ?? null });
