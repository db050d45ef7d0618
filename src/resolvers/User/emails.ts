import type { UserResolvers } from '../types.generated.ts';

export const emails: NonNullable<UserResolvers['emails']> = (user, _args, context) =>
  context.claims.emailsOf(context, user);
