import type { SessionResolvers } from '../types.generated.ts';

export const changes: NonNullable<SessionResolvers['changes']> = (session, { first, after }, context) =>
  context.history.changesOfSession(context, session, { first, after: after ?? null });
