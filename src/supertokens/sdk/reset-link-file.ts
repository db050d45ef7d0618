import { appendFileSync, chmodSync, closeSync, constants, fstatSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import type { ResetLinkDelivery } from './init.ts';

const FOR_THE_OWNER = 0o600;
// Whoever asks for links again and again fills two such files, not the disk.
const LARGEST_BYTES = 1024 * 1024;

/**
 * Writes password reset links to `mail.log` in a folder, for its owner alone: a link lets whoever reads it into the
 * account, so that it belongs in no log. A full file becomes `mail.log.1`, in place of the one before.
 */
export function resetLinkFile(
  dataDir: string,
  log: Record<'info' | 'error', (details: object, message: string) => void>,
  now: () => Date = () => new Date(),
): ResetLinkDelivery {
  const file = join(dataDir, 'mail.log');
  return ({ email, link }) => {
    try {
      append(file, `${JSON.stringify({ time: now().toISOString(), to: email, passwordResetLink: link })}\n`);
      log.info({ file }, 'a password reset link was written to this file: no mail is sent in development');
    } catch (err) {
      // To the client it looks as for an address that nobody has.
      log.error({ err, file }, 'a password reset link could not be written to this file');
    }
    return Promise.resolve();
  };
}

function append(file: string, line: string): void {
  // Never through a link that somebody else has put there.
  const descriptor = openSync(
    file,
    constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW,
    FOR_THE_OWNER,
  );
  try {
    chmodSync(file, FOR_THE_OWNER);
    appendFileSync(descriptor, line);
    if (fstatSync(descriptor).size > LARGEST_BYTES) renameSync(file, `${file}.1`);
  } finally {
    closeSync(descriptor);
  }
}
