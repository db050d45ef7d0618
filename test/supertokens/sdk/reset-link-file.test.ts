import { mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { resetLinkFile } from '../../../src/supertokens/sdk/reset-link-file.ts';

const MESSAGE = { email: 'ada@example.com', link: 'https://app.example.test/reset?token=secret-token' };
const NOON = new Date('2026-01-01T12:00:00Z');

function inNewFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'claimset-mail-'));
  const file = join(folder, 'mail.log');
  const logged: unknown[] = [];
  const note = (details: object, message: string): void => {
    logged.push([details, message]);
  };
  return { file, logged, deliver: resetLinkFile(folder, { info: note, error: note }, () => NOON) };
}

describe('the file of password reset links', () => {
  it('keeps each link for its owner alone', async () => {
    const { file, deliver } = inNewFolder();
    writeFileSync(file, '', { mode: 0o644 });
    await deliver(MESSAGE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const line: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(line).toEqual({ time: NOON.toISOString(), to: MESSAGE.email, passwordResetLink: MESSAGE.link });
  });

  it('is named in the log, which has neither the token nor the address', async () => {
    const { file, logged, deliver } = inNewFolder();
    await deliver(MESSAGE);
    expect(logged).toEqual([[{ file }, expect.any(String)]]);
    expect(JSON.stringify(logged)).not.toMatch(/secret-token|ada@/);
  });

  it('never grows beyond two files of bounded size', async () => {
    const { file, deliver } = inNewFolder();
    writeFileSync(file, 'x'.repeat(1024 * 1024));
    await deliver(MESSAGE);
    await deliver(MESSAGE);
    expect(statSync(`${file}.1`).size).toBeGreaterThan(1024 * 1024);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('is not written through a link that somebody else has put there', async () => {
    const { file, logged, deliver } = inNewFolder();
    const target = `${file}.target`;
    writeFileSync(target, '');
    symlinkSync(target, file);
    await deliver(MESSAGE);
    expect(readFileSync(target, 'utf8')).toBe('');
    expect(logged).toEqual([[expect.objectContaining({ file }), expect.stringContaining('could not be written')]]);
  });
});
