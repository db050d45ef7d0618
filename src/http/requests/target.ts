/** What every reader of URLs reads alike, as nearly all targets are: no parser is asked. What follows `?` is no path. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)*\/?(?:\?|$)/;
/** Proxies may send the whole URL. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;
/** What has no place in a path as it is, and is the same there when it is encoded. */
const UNENCODED = /[^!-~]|["<>^`{|}]/g;

export type Target = { readonly url: string } | { readonly fault: string };

/**
 * The target of a request as everything behind may read it: its path, without the origin, and its query as it came. One
 * whose path a parser of URLs reads as another (dot segments, backslashes, a host behind `//`) is at fault: what guards a
 * path and what answers at it would read it differently.
 */
export function readTarget(target: string): Target {
  if (target === '*' || PLAIN.test(target)) return { url: target };
  if (!URL.canParse(target, 'http://localhost')) return { fault: 'The target of the request is no valid URL.' };
  const { pathname } = new URL(target, 'http://localhost');
  const ofOrigin = target.slice(ORIGIN.exec(target)?.[0].length ?? 0);
  const [path = ''] = ofOrigin.split(/[?#]/, 1);
  if (encoded(path === '' ? '/' : path) !== encoded(pathname)) {
    return { fault: 'The path of the request can be read as another: send it without dot segments and backslashes.' };
  }
  return { url: pathname + ofOrigin.slice(path.length) };
}

function encoded(path: string): string {
  return path.replaceAll(UNENCODED, encodeURIComponent);
}
