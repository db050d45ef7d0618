/** Where in the Users tab somebody is; the address says it, so that it can be passed on to a colleague. */
export interface UsersRoute {
  /** Null: the list of users. */
  readonly userId: string | null;
}

/** What the fragment of an address names; null: nothing of the Users tab. */
export function usersRoute(hash: string): UsersRoute | null {
  const found = /^#\/users(?:\/(?<id>[^/]*))?$/.exec(hash);
  if (found === null) return null;
  const id = found.groups?.['id'] ?? '';
  return { userId: id === '' ? null : decoded(id) };
}

/** The fragment of the address of a user, or of the list. */
export function usersHash(userId: string | null): string {
  return userId === null ? '#/users' : `#/users/${encodeURIComponent(userId)}`;
}

/** What somebody typed by hand may be no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
