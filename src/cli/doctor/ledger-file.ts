import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Config } from '../../config/config.ts';
import { openEntriesInFile } from '../../ledger/libsql/look.ts';
import { type Finding, right, warning, wrong } from './finding.ts';

/** Then whatever settles changes has had its chance. */
const OPEN_FOR_LONG_MILLIS = 60_000;

/** The ledger of a server without PostgreSQL. Reads only. */
export function checkLedgerFile({ databaseUrl, dataDir }: Config, nowMillis: number): Finding[] {
  const file = join(dataDir, 'ledger.db');
  if (databaseUrl !== null || !existsSync(file)) return [];
  const looked = openEntriesInFile(file);
  switch (looked.kind) {
    case 'IN_USE':
      return [right('ledger', `${file} is in use by a running server, which settles what is open`)];
    case 'UNREADABLE':
      return [
        wrong('ledger', `${file} cannot be read (${looked.reason}): bring back a copy, or move it away to start anew`),
      ];
    case 'READ':
      return [openFinding(looked, nowMillis, 'the server settles them when it starts')];
  }
}

/** What there is to say of changes of which it is not known whether they were made. */
export function openFinding(
  { count, oldestAtMillis }: { readonly count: number; readonly oldestAtMillis: number | null },
  nowMillis: number,
  advice: string,
): Finding {
  const ageMillis = oldestAtMillis === null ? 0 : nowMillis - oldestAtMillis;
  if (ageMillis < OPEN_FOR_LONG_MILLIS) return right('ledger', `${count} changes are under way`);
  return warning('ledger', `${count} changes are open, the oldest for ${Math.round(ageMillis / 1000)} s: ${advice}`);
}
