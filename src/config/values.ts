import { isIP, isIPv4 } from 'node:net';

import { z } from 'zod';

import type { ApiKey } from '../claims/access/api-key.ts';
import { readApiKeys } from '../claims/access/read-api-keys.ts';

type Context = z.RefinementCtx<string>;

/** Where an entry of `API_KEYS` comes from. */
export const ENTRY_ADVICE = 'write the second line that `claimset api-key NAME SCOPE...` prints';

/** A whole number between two others, both allowed. */
export function numberBetween(least: number, most: number) {
  const advice = `write a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, advice)
    .transform(Number)
    .refine((value) => value >= least && value <= most, advice);
}

/** `on` or `off`. */
export function flag() {
  return z.enum(['on', 'off'], 'write on or off').transform((value) => value === 'on');
}

/** The origin of an http(s) URL that has nothing else. */
export function toOrigin(text: string, context: Context): string {
  const origin = originOf(text);
  if (origin !== null) return origin;
  context.addIssue('write an http(s) URL without a path, such as https://claims.example.com');
  return z.NEVER;
}

/** Origins, comma separated, at least one. */
export function toOrigins(text: string, context: Context): [string, ...string[]] {
  const origins: string[] = [];
  for (const part of text.split(',').map((entry) => entry.trim())) {
    const origin = originOf(part);
    if (origin === null) {
      const advice = 'write origins such as https://app.example.com, comma separated, without a path';
      context.addIssue(`${JSON.stringify(part)} is no origin: ${advice}`);
    } else origins.push(origin);
  }
  const [first, ...others] = origins;
  return first === undefined ? z.NEVER : [first, ...others];
}

/** Addresses and networks, comma separated. */
export function toProxies(text: string, context: Context): string[] {
  const proxies = text.split(',').map((entry) => entry.trim());
  for (const proxy of proxies.filter((entry) => !isNetwork(entry))) {
    const advice = 'write addresses or networks such as 10.0.0.7 or 10.0.0.0/8, comma separated';
    context.addIssue(`${JSON.stringify(proxy)} is no address: ${advice}`);
  }
  return proxies;
}

/** An address, or one with the number of bits that its network has in common: at least 1, since 0 would be everybody. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (isIPv4(address) ? 32 : 128))
  );
}

/** A domain for cookies, with a dot before it or without, as SuperTokens takes it. */
export function toCookieDomain(text: string, context: Context): string {
  const [, dot = '', name = ''] = /^(\.?)([^\s/:@.][^\s/:@]*)$/.exec(text) ?? [];
  const host = parseUrl(`http://${name}`)?.hostname;
  if (name !== '' && host !== undefined) return dot + host;
  context.addIssue('write a domain such as .example.com');
  return z.NEVER;
}

/** The same, or `host-only` for cookies that were set without a domain. */
export function toOlderCookieDomain(text: string, context: Context): string {
  return text === 'host-only' ? '' : toCookieDomain(text, context);
}

/** The entries of `API_KEYS`. */
export function toApiKeys(text: string, context: Context): readonly ApiKey[] {
  const { keys, faults } = readApiKeys(text.split(','));
  for (const { index, message } of faults) {
    context.addIssue(`entry ${index + 1}: ${message}; ${ENTRY_ADVICE}`);
  }
  return keys;
}

/** Whether a text is what SuperTokens takes: one http(s) URL, or several with a semicolon between. */
export function isCoreUri(text: string): boolean {
  return text.split(';').every((part) => /^https?:$/.test(parseUrl(part)?.protocol ?? ''));
}

/** Whether a text is a URL of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(parseUrl(text)?.protocol ?? '');
}

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function originOf(text: string): string | null {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return bare ? url.origin : null;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}
