import { isStorable } from '../../claims/policy/read-value.ts';

/** Nothing that the core keeps has a longer name: not an id, a handle or an email address. */
const LONGEST_NAME = 1000;

/** Whether the core can be asked for something of this name; for others it fails, as if it were broken itself. */
export function isAskable(name: string): boolean {
  return name.length <= LONGEST_NAME && isStorable(name);
}
