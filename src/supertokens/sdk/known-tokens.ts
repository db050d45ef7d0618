import type { SuperTokensPlugin } from 'supertokens-node';
import { buildFrontToken } from 'supertokens-node/lib/build/recipe/session/cookieAndHeaders.js';
import type { RecipeInterface, SessionContainer } from 'supertokens-node/recipe/session';

import type { ClaimsPayload } from '../../claims/types.ts';
import { keepNewest } from '../../ledger/keep-newest.ts';
import { asPayload, tokenPayload } from './payload.ts';

type Input = Parameters<RecipeInterface['getSession']>[0];
type Issued = NonNullable<NonNullable<Awaited<ReturnType<RecipeInterface['regenerateAccessToken']>>>['accessToken']>;

/** What is asked of a session. */
type OfToken = Pick<SessionContainer, 'getHandle' | 'getUserId' | 'getAccessToken' | 'getAccessTokenPayload'>;

/** The functions of the SDK that verify tokens, and exchange them. */
interface Functions<Session> extends Pick<RecipeInterface, 'regenerateAccessToken'> {
  getSession(input: Input): Promise<Session | undefined>;
}

/** With the next one: some megabytes at most. */
const MOST_KEPT = 1_000;
/** Two cookies' worth; longer ones are verified each time. */
const LONGEST_KEPT_BYTES = 8_192;
/** Far less than the SDK goes on believing the core's keys. */
const KEPT_MILLIS = 60_000;

interface Known<Session> {
  /** As the SDK has made it: no request has touched it. */
  readonly session: Session;
  readonly expiresAtMillis: number;
  readonly untilElapsedMillis: number;
}

/** The clock of the machine, by which tokens expire, and one that only runs. */
interface Clocks {
  readonly nowMillis: () => number;
  readonly elapsedMillis: () => number;
}

/**
 * The tokens that were good a moment ago, by their text: the SDK has verified their signature, or the core has just given
 * them in exchange for one of these. Who comes with the same text again gets the same session; whether it has expired is
 * looked at each time. Where more is to be checked than the signature (the core, an anti-CSRF token), the SDK is asked.
 */
export class KnownTokens<Session extends OfToken> {
  readonly #known = new Map<string, Known<Session>>();
  readonly #clocks: Clocks;

  constructor(clocks: Clocks = { nowMillis: Date.now, elapsedMillis: () => performance.now() }) {
    this.#clocks = clocks;
  }

  /** To be nearest to the SDK: what other overrides do to a session, they do to each. */
  functions(original: Functions<Session>): Functions<Session> {
    return {
      getSession: async (input) => {
        if (!isBySignature(input)) return original.getSession(input);
        const known = this.#find(input.accessToken);
        if (known !== null) return copyOf(known);
        const session = await original.getSession(input);
        if (session?.getAccessToken() === input.accessToken) this.#keep(copyOf(session));
        return session;
      },
      regenerateAccessToken: async (input) => {
        const answer = await original.regenerateAccessToken(input);
        const former = this.#find(input.accessToken);
        if (former !== null && answer?.accessToken !== undefined) this.#keepIssued(former, answer.accessToken);
        return answer;
      },
    };
  }

  /** What the keys were has changed. */
  forget(): void {
    this.#known.clear();
  }

  #find(accessToken: string): Session | null {
    const known = this.#known.get(accessToken);
    if (known === undefined) return null;
    const isGood =
      this.#clocks.nowMillis() < known.expiresAtMillis && this.#clocks.elapsedMillis() < known.untilElapsedMillis;
    if (!isGood) this.#known.delete(accessToken);
    return isGood ? known.session : null;
  }

  /** Signed with the key of the former one, for the same session. */
  #keepIssued(former: Session, { token: accessToken, expiry }: Issued): void {
    const payload = tokenPayload(accessToken);
    if (payload?.['sessionHandle'] !== former.getHandle()) return;
    if (headerOf(accessToken) !== headerOf(former.getAccessToken())) return;
    const frontToken = buildFrontToken(former.getUserId(), expiry, payload);
    this.#keep(Object.assign(copyOf(former), { accessToken, frontToken, userDataInAccessToken: payload }));
  }

  #keep(session: Session): void {
    const payload = asPayload(session.getAccessTokenPayload());
    const { exp } = payload;
    const accessToken = session.getAccessToken();
    if (typeof exp !== 'number' || needsMore(payload) || accessToken.length > LONGEST_KEPT_BYTES) return;
    this.#known.set(accessToken, {
      session,
      expiresAtMillis: exp * 1000,
      untilElapsedMillis: this.#clocks.elapsedMillis() + KEPT_MILLIS,
    });
    keepNewest(this.#known, MOST_KEPT);
  }
}

/** Of this process, in which the SDK is one too. */
export const knownTokens = new KnownTokens<SessionContainer>();

/** Has to stand before all other plugins. */
export function knownTokensPlugin(): SuperTokensPlugin {
  return {
    id: 'claimset-known-tokens',
    overrideMap: {
      session: { functions: (original) => ({ ...original, ...knownTokens.functions(original) }) },
    },
  };
}

function isBySignature(input: Input): input is Input & { accessToken: string } {
  const { accessToken, antiCsrfToken, options } = input;
  const isChecked = options?.checkDatabase === true || options?.antiCsrfCheck !== false || antiCsrfToken !== undefined;
  return accessToken !== undefined && !isChecked;
}

/** The first use of a token after a refresh is told to the core; one that is not good yet has to be looked at each time. */
function needsMore({ parentRefreshTokenHash1, nbf }: ClaimsPayload): boolean {
  return typeof parentRefreshTokenHash1 === 'string' || nbf !== undefined;
}

function headerOf(accessToken: string): string | undefined {
  return accessToken.split('.')[0];
}

function copyOf<Session extends object>(session: Session): Session {
  return Object.assign(Object.create(Object.getPrototypeOf(session) as object) as object, session);
}
