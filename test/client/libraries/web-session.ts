import { randomUUID } from 'node:crypto';

import SuperTokens from 'supertokens-web-js';
import EmailPassword from 'supertokens-web-js/recipe/emailpassword/index.js';
import Session from 'supertokens-web-js/recipe/session/index.js';
import { z } from 'zod';

import { memoryCookies, memoryStorage } from './storage.ts';

/** A user who is signed in with SuperTokens' SDK for the web, as in a browser. */
export interface WebSession {
  /** Path and status of each request since this was last asked, those that the SDK makes by itself included. */
  requests(): string[];
  /** Resolves when the access token has expired. */
  expired(): Promise<void>;
}

type Configuration = Parameters<typeof SuperTokens.init>[0];

/**
 * Starts the SDK, which puts itself into `fetch`, and signs a new user up. Once in a process.
 * Tokens go in headers, and are kept in what stands in for the browser's cookies.
 */
export async function startWebSession(apiDomain: string): Promise<WebSession> {
  const seen = recordRequests();
  SuperTokens.init({
    appInfo: { appName: 'test', apiDomain, apiBasePath: '/auth' },
    recipeList: [
      Session.init({
        tokenTransferMethod: 'header',
        override: { functions: (original) => ({ ...original, addXMLHttpRequestInterceptor: () => undefined }) },
      }),
      EmailPassword.init(),
    ],
    ...standIns(apiDomain),
  });
  const formFields = [
    { id: 'email', value: `${randomUUID()}@example.com` },
    { id: 'password', value: 'correct-horse-1' },
  ];
  const { status } = await EmailPassword.signUp({ formFields });
  if (status !== 'OK') throw new TypeError(`the sign-up was answered with ${status}`);
  return { requests: () => seen.splice(0), expired: untilTokenExpires };
}

/** Below the SDK, so that it sees the refresh and the request that is sent again. */
function recordRequests(): string[] {
  const seen: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (...request) => {
    const response = await fetch(...request);
    seen.push(`${new URL(response.url).pathname} ${response.status}`);
    return response;
  };
  return seen;
}

async function untilTokenExpires(): Promise<void> {
  const { exp } = z.object({ exp: z.number() }).parse(await tokenPayload());
  // The server's clock is not ours to set: it runs on until the second after `exp` begins.
  while (Date.now() <= exp * 1000) await new Promise((resolve) => setTimeout(resolve, exp * 1000 - Date.now() + 1));
}

async function tokenPayload(): Promise<unknown> {
  const [, payload = ''] = ((await Session.getAccessToken()) ?? '').split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

/** What the SDK wants of a browser. */
function standIns(origin: string): Pick<Configuration, 'windowHandler' | 'cookieHandler'> {
  return {
    cookieHandler: memoryCookies,
    windowHandler: (original) => ({
      ...original,
      location: {
        ...original.location,
        getOrigin: () => origin,
        getHostName: () => new URL(origin).hostname,
        getSearch: () => '',
      },
      localStorage: memoryStorage(),
      // Undefined here: then the SDK takes the global object in its place.
      getWindowUnsafe: () => globalThis.window,
    }),
  };
}
