import type { QueryResolvers } from '../types.generated.ts';

export const mySession: QueryResolvers['mySession'] = (_root, _args, context) => context.claims.mySession(context);
