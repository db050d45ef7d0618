import type { Logger } from 'pino';

type Say = (message: string, details: Readonly<Record<string, unknown>>) => void;

/** The log as SuperTokens plugins speak to it. What they warn of is for somebody to look at. */
export function pluginLog(logger: Logger): { readonly warn: Say; readonly info: Say } {
  return {
    warn: (message, details) => {
      logger.error(details, message);
    },
    info: (message, details) => {
      logger.info(details, message);
    },
  };
}
