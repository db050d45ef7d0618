import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

import type { Config } from '../../config/config.ts';
import { serveMetrics } from '../../metrics/server.ts';

/** Serves the metrics where they are on; a port that somebody else has is one warning, and no reason not to start. */
export async function startMetrics(
  { metrics }: Config,
  registry: Registry,
  logger: Logger,
): Promise<() => Promise<void>> {
  if (metrics === null) return () => Promise.resolve();
  try {
    const server = await serveMetrics(registry, metrics);
    const { url } = server;
    logger.info({ event: 'metrics.served', url }, 'metrics are served');
    return () => server.close();
  } catch (err) {
    const message = 'there are no metrics: nothing can listen there. Set METRICS_PORT and METRICS_HOST, or METRICS=off';
    logger.warn({ event: 'metrics.failed', ...metrics, err }, message);
    return () => Promise.resolve();
  }
}
