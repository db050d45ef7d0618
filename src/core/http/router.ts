import { HttpError } from '../errors.ts';
import type { Route } from '../routes.ts';
import { TENANT_ID } from '../tokens/access-token.ts';

/** The routes at a path, by method, and the tenant that the path names. */
export interface Match {
  readonly byMethod: ReadonlyMap<string, Route>;
  readonly tenantId: string;
}

/** Finds routes by path: app-wide ones are bare, tenant ones may begin with their tenant (CDI.md section 1). */
export function createRouter(routes: readonly Route[]): (path: string) => Match | null {
  const byPath = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const byMethod = byPath.get(route.path) ?? new Map<string, Route>();
    byPath.set(route.path, byMethod.set(route.method, route));
  }
  return (path) => {
    const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const bare = byPath.get(trimmed);
    if (bare !== undefined) return { byMethod: bare, tenantId: TENANT_ID };
    const end = trimmed.indexOf('/', 1);
    if (end === -1) return trimmed === `/${TENANT_ID}` ? match(byPath.get('/'), TENANT_ID) : null;
    return match(byPath.get(trimmed.slice(end)), trimmed.slice(1, end).toLowerCase());
  };
}

/** @throws HttpError 400 or 403 where the path's tenant is unknown and the route minds */
export function assertTenant({ reach }: Route, tenantId: string): void {
  if (tenantId === TENANT_ID || reach === 'own') return;
  if (reach === 'app') throw new HttpError(403, 'Only the public tenant has this endpoint');
  throw new HttpError(400, 'Tenant not found');
}

function match(byMethod: ReadonlyMap<string, Route> | undefined, tenantId: string): Match | null {
  return byMethod === undefined ? null : { byMethod, tenantId };
}
