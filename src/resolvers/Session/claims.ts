import type { SessionResolvers } from '../types.generated.ts';

export const claims: NonNullable<SessionResolvers['claims']> = ({ payload }) => payload;
