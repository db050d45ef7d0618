import type { Logger } from 'pino';

import type { Config, publicUrls } from '../config/config.ts';
import { requestId } from '../http/request-id.ts';
import { factsOf } from '../http/requests/facts.ts';
import type { ClaimsLock } from '../locks/lock.ts';
import { pluginLog } from '../log/plugin-log.ts';
import type { PushQueue } from '../supertokens/fresh-claims/push-queue.ts';
import type { Journal } from '../supertokens/lossless/journal.ts';
import { initSuperTokens } from '../supertokens/sdk/init.ts';
import type { OnSignIn } from '../supertokens/sdk/sign-in-events.ts';
import type { CoreConnection } from './core.ts';
import type { Limits } from './limits.ts';
import { resetLinkDelivery } from './mail.ts';
import type { Observers } from './observe/observers.ts';

interface SdkParts {
  readonly core: CoreConnection;
  readonly urls: ReturnType<typeof publicUrls>;
  readonly lock: ClaimsLock;
  readonly journal: Journal;
  readonly queue: PushQueue;
  readonly logger: Logger;
  readonly limits: Limits | null;
  readonly seen: Observers;
}

/** Initialises SuperTokens, once in a process. */
export function initSdk(config: Config, { core, urls, lock, journal, queue, logger, limits, seen }: SdkParts): void {
  const onSignIn: OnSignIn = async (event) => {
    const { request, kind, outcome, userId } = event;
    seen.signedIn(event, requestId(request));
    factsOf(request).userId = userId;
    if (kind === 'SIGN_IN' && outcome !== 'REFUSED') await limits?.signIns.settle(request, outcome === 'OK');
  };
  initSuperTokens({
    connectionUri: core.connectionUri,
    apiKey: core.apiKey,
    apiDomain: urls.publicUrl,
    websiteDomain: urls.websiteOrigins[0],
    cookies: config.cookies,
    lock,
    journal,
    queue,
    log: pluginLog(logger),
    emailPassword: config.emailPassword ? { deliverResetLink: resetLinkDelivery(config, logger), onSignIn } : null,
  });
}
