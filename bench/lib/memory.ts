import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of a process, now and at most, in MB (10^6 bytes); where there is no /proc, now for both. */
export function memoryOf(pid: number | undefined): { readonly megabytes: number; readonly mostMegabytes: number } {
  if (pid === undefined) throw new TypeError('the process has not started');
  const status = statusOf(pid);
  if (status === null) {
    const megabytes = toMegabytes(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return { megabytes, mostMegabytes: megabytes };
  }
  const field = (name: string): number => toMegabytes(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? '');
  return { megabytes: field('VmRSS'), mostMegabytes: field('VmHWM') };
}

function statusOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
}

/** The system counts in KiB. */
function toMegabytes(kibibytes: string): number {
  return Math.round((Number(kibibytes) * 1024) / 1e6);
}
