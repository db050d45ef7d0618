import { badRequest } from '../../http/errors.ts';
import { isJsonArray, parseJson } from '../../http/json.ts';
import type { StoredUser } from '../../store/port.ts';

/** Where the next page begins, as an opaque text (docs/core-contract.md, 'Users'). */
export function encodePaginationToken({ joinedAt, id }: Pick<StoredUser, 'joinedAt' | 'id'>): string {
  return Buffer.from(JSON.stringify([joinedAt, id])).toString('base64url');
}

/** A bad one is 400. */
export function decodePaginationToken(token: string): { readonly joinedAt: number; readonly id: string } {
  const position = parseJson(Buffer.from(token, 'base64url').toString());
  const [joinedAt, id] = isJsonArray(position) ? position : [];
  if (!Number.isSafeInteger(joinedAt) || typeof joinedAt !== 'number' || typeof id !== 'string') {
    throw badRequest('invalid pagination token');
  }
  return { joinedAt, id };
}
