import { isKnownTenant } from '../endpoints/tenants.ts';
import type { Route } from '../routes.ts';
import { HttpError } from './errors.ts';

/** What a path leads to. */
export interface PathEntry {
  readonly methods: ReadonlyMap<string, Route>;
  /** Asks for no API key. */
  readonly isOpen: boolean;
}

/** A path that is known, and the tenant that it begins with; null: none. */
export interface PathMatch extends PathEntry {
  readonly tenant: string | null;
}

export type Router = (path: string) => PathMatch;

/** A router for a table of routes: bare, or below a tenant; a slash at the end does no harm (docs/core-contract.md, 'Requests'). */
export function createRouter(routes: readonly Route[]): Router {
  const paths = entriesOf(routes);
  return (rawPath) => {
    const path = withoutSlashAtEnd(rawPath);
    const bare = paths.get(path);
    if (bare !== undefined) return { ...bare, tenant: null };
    const [, tenant = ''] = path.split('/', 2);
    const entry = paths.get(path.slice(tenant.length + 1) || rootOf(tenant));
    if (entry === undefined || tenant === '') throw new HttpError(404, 'Not found');
    return { ...entry, tenant };
  };
}

/** The endpoint for a method; 405 where the path has none (docs/core-contract.md, 'Requests'). */
export function routeFor({ methods }: PathEntry, method: string): Route {
  const route = methods.get(method);
  if (route === undefined) throw new HttpError(405, 'Method not supported');
  return route;
}

function entriesOf(routes: readonly Route[]): Map<string, PathEntry> {
  const paths = [...new Set(routes.map(([, path]) => path))];
  return new Map(paths.map((path) => [path, entryOf(routes.filter((route) => route[1] === path))]));
}

function entryOf(routes: readonly Route[]): PathEntry {
  return {
    methods: new Map(routes.map((route) => [route[0], route])),
    isOpen: routes.every(([, , scope]) => scope === 'open'),
  };
}

/** A single word is a tenant's root, or else a path that nobody knows. */
function rootOf(word: string): string {
  return isKnownTenant(word) ? '/' : word;
}

function withoutSlashAtEnd(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
