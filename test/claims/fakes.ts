import { UNBOUND } from '../../src/claims/access/api-key.ts';
import type { Change, ChangeOrigin } from '../../src/claims/history/types.ts';
import type { ClaimsPolicy } from '../../src/claims/policy/policy.ts';
import type {
  Caller,
  CallerBounds,
  ChangeRecord,
  EndRecord,
  Requester,
  UserRecord,
  VerifiedSession,
} from '../../src/claims/ports.ts';
import { type ClaimsService, claimsService, type ClaimsServiceDeps } from '../../src/claims/service/service.ts';
import { sessionSizer } from '../../src/claims/size/session-size.ts';
import type { ClaimsPatch, ClaimsPayload, StoredSession } from '../../src/claims/types.ts';
import { fakeCommands } from './idempotency/fake-commands.ts';

/** As of the core, but small enough to be passed by a test. */
const LARGEST_PAGE = 3;

/** A core in memory with several tenants, which the embedded one has not. */
export interface FakeCore {
  readonly users: UserRecord[];
  readonly sessions: Map<string, StoredSession>;
  readonly standing: Map<string, ClaimsPatch>;
  /** Users with every permission, as `tenant/user`. */
  readonly administrators: Set<string>;
  readonly changes: ChangeRecord[];
  readonly ends: EndRecord[];
  readonly service: ClaimsService;
  /** What the service is made of. */
  readonly parts: ClaimsServiceDeps;
}

/** A session of a user in a tenant. */
export function storedSession(
  handle: string,
  userId: string,
  tenantId: string,
  payload: ClaimsPayload = {},
): StoredSession {
  return { handle, userId, recipeUserId: userId, tenantId, payload, createdAtMillis: 0, expiresAtMillis: 1 };
}

/** Starts one. */
/** A change as a journal begins it. */
function beginChange(origin: ChangeOrigin): Change {
  const unknown = { reason: null, userId: null, mode: null, requestId: null, reverts: null, causedBy: null };
  return { ...unknown, ...origin, id: 'change', atMillis: 0 };
}

export function fakeCore(): FakeCore {
  const users: UserRecord[] = [];
  const sessions = new Map<string, StoredSession>();
  const standing = new Map<string, ClaimsPatch>();
  const administrators = new Set<string>();
  const changes: ChangeRecord[] = [];
  const ends: EndRecord[] = [];
  const isIn = (within: readonly string[] | null, tenants: readonly string[]): boolean =>
    within === null || tenants.some((tenantId) => within.includes(tenantId));
  const parts: ClaimsServiceDeps = {
    policy: anyClaim,
    sizer: sessionSizer(4096),
    users: {
      byId: (id) => Promise.resolve(users.find((user) => user.id === id) ?? null),
      byEmail: (email, tenantIds) =>
        Promise.resolve(users.filter((user) => user.emails.includes(email) && isIn(tenantIds, user.tenantIds))),
      tenantIds: () => Promise.resolve([...new Set(users.flatMap((user) => user.tenantIds))]),
      page: ({ tenantId, token, atLeast }) => {
        const begin = Number(token ?? 0);
        const found = users.filter((user) => user.tenantIds.includes(tenantId));
        const end = begin + Math.min(atLeast, LARGEST_PAGE);
        return Promise.resolve({ users: found.slice(begin, end), next: end < found.length ? String(end) : null });
      },
    },
    permissions: {
      has: (userId, tenantId) => Promise.resolve(administrators.has(`${tenantId}/${userId}`)),
      claimsOf: () => Promise.resolve({ 'st-role': { v: ['admin'.repeat(20)], t: 0 } }),
    },
    maxOwnClaimsBytes: 1024,
    sessions: {
      read: (handle) => Promise.resolve(sessions.get(handle) ?? null),
      readAll: (handles) => Promise.resolve(handles.map((handle) => sessions.get(handle) ?? null)),
      update: (handle, compute) => {
        const stored = sessions.get(handle);
        if (stored === undefined) return Promise.resolve(null);
        const { next, result } = compute(stored);
        sessions.set(handle, { ...stored, payload: next ?? stored.payload });
        return Promise.resolve(result);
      },
      handlesOf: (userId, tenantIds) =>
        Promise.resolve(
          [...sessions.values()]
            .filter((session) => session.userId === userId && isIn(tenantIds, [session.tenantId]))
            .map(({ handle }) => handle),
        ),
      end: (handle) => Promise.resolve(sessions.delete(handle)),
    },
    standing: {
      read: (userId) => Promise.resolve(standing.get(userId) ?? {}),
      locked: async (userId, work) => {
        const result = await work({
          assertHeld: () => Promise.resolve(),
          change: async (compute) => {
            const { next, result } = await compute(standing.get(userId) ?? {});
            if (next !== null) standing.set(userId, next);
            return result;
          },
        });
        return { result, isLeftOpen: false };
      },
    },
    log: {
      changed: (record) => changes.push(record),
      ended: (record) => ends.push(record),
      failed: (error) => {
        throw error;
      },
      notListed: (error) => {
        throw error;
      },
    },
    fanOut: (items, work) => Promise.all(items.map(work)),
    nowMillis: () => 0,
    newChange: beginChange,
    commands: fakeCommands().commands,
  };
  return { users, sessions, standing, administrators, changes, ends, service: claimsService(parts), parts };
}

const anyClaim: ClaimsPolicy = {
  claims: [],
  isDeclared: () => false,
  keepsValues: () => true,
  mayWrite: () => true,
  readPatch: (_writer, input) => ({ patch: input as ClaimsPatch }),
};

/** Somebody with an API key. */
export function withApiKey(
  scopes: readonly string[] = ['claims:read', 'claims:write'],
  bounds: Partial<CallerBounds> = {},
): Requester {
  const caller = { kind: 'valid', name: 'tests', scopes, bounds: { ...UNBOUND, ...bounds } } as const;
  return { caller, session: { get: () => Promise.resolve(null) } };
}

/** Somebody with a session of the fake core. */
export function withSession({ sessions }: FakeCore, handle: string, caller: Caller = { kind: 'none' }): Requester {
  const read = (): StoredSession => {
    const stored = sessions.get(handle);
    if (stored === undefined) throw new Error(`there is no session ${handle}`);
    return stored;
  };
  const { userId, tenantId, payload } = read();
  const session: VerifiedSession = {
    handle,
    userId,
    tenantId,
    token: () => ({ claims: payload, header: '', antiCsrfToken: null, expiresAtMillis: 1, isInHeader: false }),
    read: () => Promise.resolve(read()),
    update: (compute) => {
      const { next, result } = compute(read());
      sessions.set(handle, { ...read(), payload: next ?? read().payload });
      return Promise.resolve(result);
    },
    freshen: (stored) => Promise.resolve(stored),
  };
  return { caller, session: { get: () => Promise.resolve(session) } };
}
