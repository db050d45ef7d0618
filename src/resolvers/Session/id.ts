import type { SessionResolvers } from '../types.generated.ts';

export const id: NonNullable<SessionResolvers['id']> = ({ handle }) => handle;
