import type { JsonObject } from './http/json.ts';
import type { Reply } from './http/reply.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { CoreSettings } from './settings.ts';
import type { Store } from './store/port.ts';
import type { RefreshTokens } from './tokens/refresh-token.ts';
import type { SigningKeys } from './tokens/signing-keys.ts';

/** What endpoints work with. */
export interface Core {
  readonly store: Store;
  readonly keys: SigningKeys;
  readonly refreshTokens: RefreshTokens;
  readonly passwords: Passwords;
  readonly settings: CoreSettings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A request that has been let in, and read. */
export interface CoreRequest {
  /** The tenant that its path begins with; null: none, which means `public`. */
  readonly tenant: string | null;
  readonly query: URLSearchParams;
  /** Empty where the endpoint takes none. */
  readonly body: JsonObject;
  /** Whether its caller has hung up. */
  readonly hasGone: () => boolean;
}

export type Endpoint = (core: Core, request: CoreRequest) => Reply | Promise<Reply>;
