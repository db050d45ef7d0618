import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const UPDATE_MINE = `mutation ($claims: MyClaimsPatch!) {
  updateMyClaims(input: { claims: $claims }) {
    session { claims { additional } }
    tokenSize { bytes limit }
    userErrors { code path }
  }
}`;
const UPDATE_USER = `mutation ($id: ID!, $additional: JSONObject!, $reach: ClaimsReach! = LIVE_AND_FUTURE_SESSIONS) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: $reach }) {
    sessions { handle status }
    standing { status }
    userErrors { code path }
  }
}`;

/** One core, and on it an application with the plain SDK, the same with the plugins, and Claimset. */
export interface World {
  readonly plain: SdkApp;
  readonly plugin: SdkApp;
  /** Changes one's own claims with a token that may be stale, as a client with an old token does. */
  mine(session: AppSession, additional: object): Promise<GraphQLAnswer>;
  /** Changes a user's claims with an API key. */
  administrator(userId: string, additional: object, reach?: string): Promise<GraphQLAnswer>;
  /** Sends any operation to Claimset with a session and an API key. */
  both(session: AppSession, query: string, variables?: object): Promise<GraphQLAnswer>;
  /** What is stored, without the issuer that the SDK adds, and the marker of the ledger. */
  claimsOf(session: AppSession): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts it all; the applications with these variables. */
export async function startWorld(appEnv: Readonly<Record<string, string>> = {}): Promise<World> {
  const apiKey = createApiKey('tests', ['claims:read', 'claims:write']);
  const core = await startTestCore();
  const onCore = { CORE_URI: core.url, ...appEnv };
  const [plain, plugin, claimset] = await Promise.all([
    startSdkApp(onCore),
    startSdkApp({ ...onCore, PLUGINS: 'lossless+standing' }),
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: core.url,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    }),
  ]);
  const withKey = { 'x-api-key': apiKey.key };
  const withSession = (session: AppSession) => ({ authorization: `Bearer ${session.accessToken}` });
  return {
    plain,
    plugin,
    mine: (session, additional) => send(claimset.url, UPDATE_MINE, { claims: { additional } }, withSession(session)),
    administrator: (id, additional, reach) => send(claimset.url, UPDATE_USER, { id, additional, reach }, withKey),
    both: (session, query, variables) => send(claimset.url, query, variables, { ...withSession(session), ...withKey }),
    claimsOf: async (session) => {
      const stored = Object.entries(record(await plain.stored(session.handle)));
      return Object.fromEntries(stored.filter(([key]) => key !== 'iss' && key !== 'st-cset'));
    },
    stop: async () => {
      await Promise.all([plain.stop(), plugin.stop(), claimset.stop()]);
      await core.close();
    },
  };
}

/** Merges by a session's handle, in an application. */
export function byHandle(app: SdkApp, session: AppSession, patch: object) {
  return app.call('/merge-by-handle', { handle: session.handle, patch });
}

/** The payload of the access token that a response brings. */
export function newToken(headers: Headers): Record<string, unknown> {
  const [, payload = ''] = (headers.get('st-access-token') ?? '').split('.');
  return record(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

function record(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}
