import type { QueryResolvers } from '../types.generated.ts';
import { userSelector } from '../user-selector.ts';

export const user: QueryResolvers['user'] = (_root, { by }, context) => context.claims.user(context, userSelector(by));
