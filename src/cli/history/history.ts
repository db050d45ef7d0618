import type { ClaimsChangesQuery } from '../../client/generated/graphql.ts';
import type { Environment } from '../../config/config.ts';
import { UsageError } from '../usage-error.ts';
import { withOwnServer } from './own-server.ts';

type Change = NonNullable<ClaimsChangesQuery['claimsChanges']>['edges'][number]['node'];

const AT_A_TIME = 100;

/** Prints the changes of a user's claims, the newest first. */
export async function history([user, ...others]: readonly string[], env: Environment): Promise<void> {
  if (user === undefined || others.length > 0) throw new UsageError('write one email address, or one id of a user');
  const query = 'ask it for claimsChanges, with an API key that has claims:read and claims:audit';
  await withOwnServer(env, { scopes: ['claims:read', 'claims:audit'], instead: query }, async (client) => {
    const userId = user.includes('@') ? (await client.user({ email: user }))?.id : user;
    if (userId === undefined) throw new Error(`no user has the email address ${user}`);
    let after: string | null = null;
    let isMore = true;
    let count = 0;
    while (isMore) {
      const page: NonNullable<ClaimsChangesQuery['claimsChanges']> = await client.claimsChanges({
        where: { userId },
        first: AT_A_TIME,
        after,
      });
      for (const { node } of page.edges) process.stdout.write(`${linesOf(node).join('\n')}\n`);
      count += page.edges.length;
      after = page.pageInfo.endCursor;
      isMore = page.pageInfo.hasNextPage;
    }
    if (count === 0) process.stdout.write(`no change of the claims of ${user} is known\n`);
  });
}

function linesOf({ id, at, by, reason, targets }: Change): readonly string[] {
  const who = [by.kind, by.name ?? by.id].filter((part) => part !== null).join(' ');
  const why = reason === null ? '' : `  ${printable(reason)}`;
  const what = targets.edges.flatMap(({ node }) => {
    const where = node.standing ? 'future sessions' : `session ${node.sessionHandle ?? ''}`;
    const status = node.status === 'APPLIED' ? '' : ` (${node.status})`;
    return node.diffs.map(({ key, before, after }) => {
      return `  ${where}${status}: ${printable(key)}: ${shown(before)} -> ${shown(after)}`;
    });
  });
  return [`${at}  ${id}  ${who}${why}`, ...what];
}

function shown(value: unknown): string {
  return value === null ? '-' : printable(JSON.stringify(value));
}

/** What others have written must not move the cursor of a terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
