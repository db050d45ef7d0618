/**
 * What many processes would carry, beyond what can be measured on one machine: a queueing simulation of the write path,
 * whose service times are given. `npx tsx bench/queueing.ts --cpu 2.5 --commit 1 --rate 1000`; docs/scale.md has its figures.
 */
import { parseArgs } from 'node:util';

import { showQueueing, simulateWrites, type WritePath } from './lib/queueing.ts';

const { values } = parseArgs({
  options: {
    cpu: { type: 'string', default: '2.5' },
    commit: { type: 'string', default: '1' },
    database: { type: 'string', default: '0.5' },
    core: { type: 'string', default: '0.6' },
    trip: { type: 'string', default: '0.5' },
    rate: { type: 'string', default: '1000' },
  },
});

const path: WritePath = {
  cpuMillis: Number(values.cpu),
  commitMillis: Number(values.commit),
  databaseMillis: Number(values.database),
  databaseCores: 4,
  coreMillis: Number(values.core),
  coreCores: 4,
  tripMillis: Number(values.trip),
  lockConnections: 16,
};

const rate = Number(values.rate);
const results = [1, 2, 3, 4, 6, 8].map((processes) => simulateWrites({ ...path, processes, perSecond: rate }));
process.stdout.write(showQueueing(rate, results));
