import { type Finding, right, wrong } from './finding.ts';
import type { Asked } from './pooler.ts';

/** A connection that can be given back. */
export interface Opened extends Asked {
  end(): Promise<void>;
}

/**
 * Whether as many transactions can be open at once as one process has connections. Each lock keeps one while its holder
 * waits for another, for the ledger: where a pooler has fewer, all wait for one another. Reads only.
 */
export async function checkBackends(open: () => Promise<Opened>, wanted: number): Promise<Finding> {
  const opened = await Promise.allSettled(Array.from({ length: wanted }, open));
  const connections = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    const begun = await Promise.allSettled(connections.map((one) => one.query('BEGIN READ ONLY')));
    const count = begun.filter(({ status }) => status === 'fulfilled').length;
    if (count === wanted) return right('connections', `${wanted} at once, which one process may take, are to be had`);
    return wrong(
      'connections',
      `${count} of the ${wanted} that one process may take are to be had at once, so locks may wait for one another: ` +
        `give max_connections, or default_pool_size of the pooler, room for ${wanted} a process, or lower DATABASE_CONNECTIONS`,
    );
  } finally {
    await Promise.allSettled(connections.map((one) => one.end()));
  }
}
