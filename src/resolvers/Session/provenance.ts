import type { SessionResolvers } from '../types.generated.ts';

export const provenance: NonNullable<SessionResolvers['provenance']> = (session, _args, context) =>
  context.history.provenance(context, session);
