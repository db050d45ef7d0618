import type { QueryResolvers } from '../types.generated.ts';

export const users: QueryResolvers['users'] = (_root, { first, after, emailPrefix }, context) =>
  context.claims.users(context, { first, after: after ?? null, emailPrefix: emailPrefix ?? null });
