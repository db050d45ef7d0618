import type { Core } from '../../context.ts';
import { outcome, rawJson, type Reply } from '../../http/reply.ts';
import { type IssuedToken, type NewAccessToken, signAccessToken, TENANT } from '../../tokens/access-token.ts';

const MILLIS = 1000;

/** What the SDK is told of a session; claims are JSON text. */
export interface SessionView {
  readonly handle: string;
  readonly userId: string;
  readonly claims: string;
}

/** Tokens that go with a session; what does not apply is left out. */
export interface Tokens {
  readonly accessToken?: IssuedToken;
  readonly refreshToken?: IssuedToken;
  readonly antiCsrfToken?: string;
}

/** The answer of create, verify, refresh and regenerate (docs/core-contract.md, 'Sessions'). */
export function sessionReply({ handle, userId, claims }: SessionView, tokens: Tokens = {}): Reply {
  const names = JSON.stringify({ handle, userId, recipeUserId: userId, tenantId: TENANT });
  const issued = JSON.stringify(tokens);
  const rest = issued === '{}' ? '' : `,${issued.slice(1, -1)}`;
  return rawJson(`{"status":"OK","session":${names.slice(0, -1)},"userDataInJWT":${claims}}${rest}}`);
}

/** The session has ended or never was (docs/core-contract.md, 'Sessions'). */
export function unauthorised(message = 'Session does not exist'): Reply {
  return outcome('UNAUTHORISED', { message });
}

export type Issue = Omit<NewAccessToken, 'issuedAtSeconds' | 'expiresAtSeconds'> & { readonly isStatic: boolean };

/** Signs an access token with its full lifetime, by the key of the session's kind (docs/core-contract.md, 'Keys'). */
export async function issueAccessToken(
  { keys, settings, now }: Core,
  { isStatic, ...content }: Issue,
): Promise<IssuedToken> {
  const key = await keys.signer(isStatic, now());
  // It may have been made just now: the token lives from here on.
  const time = now();
  return signAccessToken(key, {
    ...content,
    issuedAtSeconds: Math.floor(time / MILLIS),
    expiresAtSeconds: Math.floor((time + settings.accessTokenValidityMillis) / MILLIS),
  });
}
