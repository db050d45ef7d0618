import { claimsVersion as versionOf } from '../../claims/version.ts';
import type { SessionResolvers } from '../types.generated.ts';

export const claimsVersion: NonNullable<SessionResolvers['claimsVersion']> = ({ payload }) => versionOf(payload);
