import type { UserResolvers } from '../types.generated.ts';

export const sessions: NonNullable<UserResolvers['sessions']> = (user, { first, after }, context) =>
  context.claims.sessionsOf(context, user, { first, after: after ?? null });
