import type { Logger } from 'pino';

import type { Config } from '../config/config.ts';
import type { ResetLinkDelivery } from '../supertokens/sdk/init.ts';
import { resetLinkFile } from '../supertokens/sdk/reset-link-file.ts';

/** The SDK would send mail through SuperTokens' own service: it is never asked to. */
export function resetLinkDelivery({ embeddedCore }: Config, logger: Logger): ResetLinkDelivery {
  if (embeddedCore !== null) return resetLinkFile(embeddedCore.dataDir, logger);
  return () => {
    logger.error('a password reset was asked for, but no delivery of mail is configured; nothing was sent');
    return Promise.resolve();
  };
}
