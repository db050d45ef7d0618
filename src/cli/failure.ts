import { z } from 'zod';

import { ClaimsetError } from '../claims/errors.ts';
import { reasonOf } from './reason.ts';

/** What the operating system says of an address that cannot be listened on. */
const listenFault = z.object({
  code: z.string(),
  syscall: z.enum(['listen', 'getaddrinfo', 'bind']),
  address: z.string().optional(),
  hostname: z.string().optional(),
  port: z.number().optional(),
});

/** A failure in words for a terminal: one line for each fault, no stack. */
export function describeFailure(error: unknown): string[] {
  const fault = listenFault.safeParse(error);
  if (fault.success) return [describeListenFault(fault.data)];
  if (!(error instanceof Error)) return ['failed for an unknown reason'];
  const lines = `${error.message}\n${causeOf(error)}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? [error.name] : lines;
}

/** Of a database that cannot be used: here its owner reads, and no client of the API. */
function causeOf(error: Error): string {
  const isOfDatabase = error instanceof ClaimsetError && error.code === 'LEDGER_UNAVAILABLE';
  return isOfDatabase && error.cause instanceof Error ? `the reason: ${reasonOf(error.cause)}` : '';
}

function describeListenFault({ code, address, hostname, port }: z.output<typeof listenFault>): string {
  const host = address ?? hostname ?? 'the address';
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port ?? ''} on ${host} is in use: stop what listens there, or set PORT to another one (0 takes a free one)`;
    case 'EACCES':
      return `port ${port ?? ''} on ${host} may not be used by this user: set PORT to one from 1024`;
    default:
      return `cannot listen on ${host} (${code}): set HOST to an address of this machine`;
  }
}
