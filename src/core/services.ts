import type { JsonObject } from './json.ts';
import type { Lifetimes } from './settings.ts';
import type { Store } from './store/port.ts';
import type { KeyRing } from './tokens/key-ring.ts';
import type { RefreshTokens } from './tokens/refresh-token.ts';
import type { Reply } from './reply.ts';

/** What endpoints are made of. */
export interface Services {
  readonly store: Store;
  readonly keys: KeyRing;
  readonly refreshTokens: RefreshTokens;
  readonly lifetimes: Lifetimes;
  readonly now: () => number;
}

/** A request that has passed the checks of the transport. */
export interface Call {
  readonly body: JsonObject;
  readonly query: URLSearchParams;
  /** What the path begins with; `public` where it begins with none. */
  readonly tenantId: string;
}

/** Answers one call; throws HttpError where the request is bad. */
export type Endpoint = (call: Call, services: Services) => Reply | Promise<Reply>;
