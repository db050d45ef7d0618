import type { Operation } from './operation.ts';

/** Headers that say who somebody is: a command that is passed on carries their place, never their value. */
const SECRETS: Readonly<Record<string, string>> = {
  authorization: 'Bearer $ACCESS_TOKEN',
  'x-api-key': '$API_KEY',
};
const NEVER = new Set(['cookie', 'st-access-token', 'st-refresh-token', 'sid']);

/** An operation as a command of the shell. Where no key speaks, the place is for an access token. */
export function curlOf(url: string, operation: Operation, headers: Readonly<Record<string, string>>): string {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const isKnown = named.some(([name]) => name in SECRETS);
  const all: [string, string][] = [
    ['content-type', 'application/json'],
    ...(isKnown ? [] : [['authorization', ''] satisfies [string, string]]),
    ...named.filter(([name]) => !NEVER.has(name) && name !== 'content-type'),
  ];
  const lines = [
    `curl ${quoted(url)}`,
    ...all.map(([name, value]) => `-H ${headerOf(name, value)}`),
    `--data-raw ${quoted(JSON.stringify(operation))}`,
  ];
  return lines.join(' \\\n  ');
}

function headerOf(name: string, value: string): string {
  const place = SECRETS[name];
  // In double quotes, so that the shell puts in what the variable holds.
  return place === undefined ? quoted(`${name}: ${value}`) : `"${name}: ${place}"`;
}

/** As one word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
