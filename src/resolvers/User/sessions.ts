import type { UserResolvers } from '../types.generated.ts';

export const sessions: NonNullable<UserResolvers['sessions']> = (user, _args, context) =>
  context.claims.sessionsOf(user);
