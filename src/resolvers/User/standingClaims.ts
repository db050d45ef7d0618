import type { UserResolvers } from '../types.generated.ts';

export const standingClaims: NonNullable<UserResolvers['standingClaims']> = (user, _args, context) =>
  context.claims.standingClaimsOf(context, user);
