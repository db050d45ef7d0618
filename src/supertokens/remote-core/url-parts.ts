/** What an address is made of, as it is sent. */
export interface UrlParts {
  readonly origin: string;
  readonly path: string;
  /** The path with its query. */
  readonly target: string;
}

/** What is the same before and after it is parsed: nothing to be escaped, no `.` or `..` to be resolved. */
const AS_IT_IS = /^((?:\/(?!\.|%2e)[\w.~%-]*)+)(?:\?[\w.~%=&+*:-]+)?$/i;

/**
 * The parts of an address at one of these origins, or anywhere. Parsing it takes longer than anything else that is done
 * here for a call to the core.
 */
export function partsOf(url: string, origins: readonly string[]): UrlParts {
  const origin = origins.find((known) => url.startsWith(`${known}/`));
  const target = url.slice(origin?.length);
  const path = AS_IT_IS.exec(target)?.[1];
  if (origin !== undefined && path !== undefined) return { origin, path, target };
  const parsed = new URL(url);
  return { origin: parsed.origin, path: parsed.pathname, target: parsed.pathname + parsed.search };
}
