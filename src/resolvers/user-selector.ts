import type { UserSelector as Selector } from '../claims/access/find-user.ts';
import type { UserSelector } from './types.generated.ts';

/** The selector that GraphQL has checked to have exactly one member (`@oneOf`). */
export function userSelector(by: UserSelector): Selector {
  return by.id === undefined ? { email: by.email } : { id: by.id };
}
