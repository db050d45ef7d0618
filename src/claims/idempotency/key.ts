import { createHash } from 'node:crypto';

import { ClaimsetError } from '../errors.ts';
import type { CommandKey } from '../history/types.ts';
import { isPlainObject, isStorable } from '../policy/read-value.ts';
import type { ChangeRecord } from '../ports.ts';

const LONGEST = 100;
/** What is nested deeper is no claim, and is refused whatever it is. */
const DEEPEST = 16;

/**
 * The key of a command, for its caller, with the hash of what is asked for.
 * @throws ClaimsetError BAD_USER_INPUT where the key is too long, or no text
 */
export function commandKey(by: ChangeRecord['by'], key: string, input: object): CommandKey {
  if (key === '' || key.length > LONGEST || !isStorable(key)) {
    const message = `\`idempotencyKey\` must have 1 to ${LONGEST} characters of well-formed Unicode, and no NUL.`;
    throw new ClaimsetError('BAD_USER_INPUT', message);
  }
  const caller = 'userId' in by ? `user:${by.userId}` : `key:${by.apiKey}`;
  return { caller, key, inputHash: createHash('sha256').update(textOf(input, 0)).digest('base64url') };
}

/** Equal for equal inputs, whatever the order of their members; also of values that are no claims. */
function textOf(value: unknown, depth: number): string {
  if (depth > DEEPEST) return '"..."';
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, depth + 1)).join(',')}]`;
  if (!isPlainObject(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member, depth + 1)}`).join(',')}}`;
}
