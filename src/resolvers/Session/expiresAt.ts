import type { SessionResolvers } from '../types.generated.ts';

export const expiresAt: NonNullable<SessionResolvers['expiresAt']> = ({ expiresAtMillis }) => new Date(expiresAtMillis);
