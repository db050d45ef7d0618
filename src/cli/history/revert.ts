import type { Environment } from '../../config/config.ts';
import { UsageError } from '../usage-error.ts';
import { withOwnServer } from './own-server.ts';

/** Where what the API advises cannot be done here. */
const ADVICE: Readonly<Record<string, string>> = {
  UNKNOWN_CHANGE: 'There is no such change: claimset history lists them.',
};

/** Undoes a change, and says what that did. */
export async function revert([change, ...words]: readonly string[], env: Environment): Promise<void> {
  if (change === undefined) throw new UsageError('the id of the change is missing: claimset history lists them');
  const reason = words.length === 0 ? null : words.join(' ');
  const mutation = 'send it revertClaimsChange, with an API key that has claims:write and claims:audit';
  await withOwnServer(env, { scopes: ['claims:write', 'claims:audit'], instead: mutation }, async (client) => {
    const undone = await client.revertClaimsChange({ change, reason });
    for (const { sessionHandle, status, diffs } of undone.targets) {
      const keys = diffs.map(({ key }) => key).join(', ');
      process.stdout.write(`${sessionHandle ?? 'future sessions'}: ${status} ${keys}\n`);
    }
    if (undone.change !== null) process.stdout.write(`undone by the change ${undone.change.id}\n`);
    const faults = undone.userErrors.map(({ code, message }) => `${code}: ${ADVICE[code] ?? message}`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    if (undone.change === null) process.stdout.write('there was nothing to undo\n');
  });
}
