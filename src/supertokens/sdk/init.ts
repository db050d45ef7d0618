import SuperTokens from 'supertokens-node';
import EmailPassword from 'supertokens-node/recipe/emailpassword/index.js';
import Session from 'supertokens-node/recipe/session/index.js';
import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';
import UserRoles from 'supertokens-node/recipe/userroles/index.js';

import type { ClaimsLock } from '../../locks/lock.ts';
import { freshPlugin } from '../fresh-claims/plugin.ts';
import type { PushQueue } from '../fresh-claims/push-queue.ts';
import type { Journal } from '../lossless/journal.ts';
import { losslessPlugin } from '../lossless/plugin.ts';
import { standingPlugin } from '../standing/plugin.ts';
import { equalSignIn } from './equal-sign-in.ts';
import { knownTokensPlugin } from './known-tokens.ts';
import { type OnSignIn, reportSignIns } from './sign-in-events.ts';

/** How a password reset link reaches its user. */
export type ResetLinkDelivery = (message: { readonly email: string; readonly link: string }) => Promise<void>;

/** How the cookies of sessions are written; null is SuperTokens' own default. */
export interface SessionCookies {
  readonly domain: string | null;
  /** The empty string: cookies without a domain. */
  readonly olderDomain: string | null;
  readonly sameSite: 'lax' | 'strict' | 'none' | null;
  readonly secure: boolean | null;
  readonly antiCsrf: 'NONE' | 'VIA_CUSTOM_HEADER' | 'VIA_TOKEN' | null;
}

/** What SuperTokens is to be told. */
export interface SuperTokensOptions {
  readonly connectionUri: string;
  readonly apiKey: string | null;
  /** Where browsers reach this server. */
  readonly apiDomain: string;
  /** Where the application's pages are. */
  readonly websiteDomain: string;
  /** As the application has them that signs users in. */
  readonly cookies: SessionCookies;
  readonly lock: ClaimsLock;
  readonly journal: Journal;
  /** Who keeps whose sessions are still to be told of a change. */
  readonly queue: PushQueue;
  /** Told what went another way than it was asked for, and how far long work is. */
  readonly log: Record<'warn' | 'info', (message: string, details: Readonly<Record<string, unknown>>) => void>;
  /** Null where another application signs users in. */
  readonly emailPassword: EmailPasswordOptions | null;
}

interface EmailPasswordOptions {
  readonly deliverResetLink: ResetLinkDelivery;
  readonly onSignIn: OnSignIn;
}

/** Initialises the SDK: once in a process, because a second time is silently ignored. */
export function initSuperTokens(options: SuperTokensOptions): void {
  const { lock, log, emailPassword, journal, queue } = options;
  const onWarning = log.warn;
  // What is stored is read where it is needed, and once: a cache of the core's answers would only cost.
  const core = { connectionURI: options.connectionUri, disableCoreCallCache: true };
  SuperTokens.init({
    framework: 'express',
    telemetry: false,
    supertokens: options.apiKey === null ? core : { ...core, apiKey: options.apiKey },
    appInfo: { appName: 'Claimset', apiDomain: options.apiDomain, websiteDomain: options.websiteDomain },
    recipeList: [
      Session.init(cookieSettings(options.cookies)),
      UserMetadata.init(),
      UserRoles.init({ skipAddingRolesToAccessToken: true, skipAddingPermissionsToAccessToken: true }),
      ...(emailPassword === null ? [] : [emailPasswordRecipe(emailPassword)]),
    ],
    experimental: {
      plugins: [
        knownTokensPlugin(),
        losslessPlugin(lock, journal),
        standingPlugin({ lock, onWarning }, journal),
        freshPlugin({ lock, onWarning, onProgress: log.info }, { journal: null, queue }),
      ],
    },
  });
}

function cookieSettings({ domain, olderDomain, sameSite, secure, antiCsrf }: SessionCookies) {
  return {
    ...(domain === null ? {} : { cookieDomain: domain }),
    ...(olderDomain === null ? {} : { olderCookieDomain: olderDomain }),
    ...(sameSite === null ? {} : { cookieSameSite: sameSite }),
    ...(secure === null ? {} : { cookieSecure: secure }),
    ...(antiCsrf === null ? {} : { antiCsrf }),
  };
}

/** Without an override the SDK sends mail through SuperTokens' own service. */
function emailPasswordRecipe({ deliverResetLink, onSignIn }: EmailPasswordOptions) {
  const equal = equalSignIn();
  const report = reportSignIns(onSignIn);
  return EmailPassword.init({
    override: { functions: (original) => equal.functions(original), apis: (original) => equal.apis(report(original)) },
    emailDelivery: {
      override: (original) => ({
        ...original,
        sendEmail: ({ user, passwordResetLink }) => deliverResetLink({ email: user.email, link: passwordResetLink }),
      }),
    },
  });
}
