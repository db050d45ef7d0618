import type { SessionResolvers } from '../types.generated.ts';

export const createdAt: NonNullable<SessionResolvers['createdAt']> = ({ createdAtMillis }) => new Date(createdAtMillis);
