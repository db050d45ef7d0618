import type { ChangeBy, Diff, Target } from './queries.ts';

const KINDS: Readonly<Record<string, string>> = {
  USER: 'a user',
  API_KEY: 'a back end',
  APPLICATION: 'an application',
  SYSTEM: 'Claimset itself',
  OUTSIDE: 'somebody who wrote around Claimset',
};
const STATUSES: Readonly<Record<string, string>> = {
  INTENDED: 'not known yet',
  APPLIED: 'written',
  NOT_APPLIED: 'not written',
};

/** Who changed claims, for people; `me` is the user who looks. */
export function byText({ kind, id, name }: ChangeBy, me: string | null): string {
  if (kind === 'USER' && id !== null && id === me) return 'you';
  const who = KINDS[kind] ?? kind;
  if (name !== null) return kind === 'API_KEY' ? `the API key ${name}` : `${who} (${name})`;
  return id === null ? who : `${who} (${id})`;
}

/** What became of one key, for people: `theme: "DARK" → nothing`. */
export function diffText({ key, kind, before, after }: Diff): string {
  const then = kind === 'ADDED' ? 'nothing' : valueText(before);
  const now = kind === 'REMOVED' ? 'nothing' : valueText(after);
  return `${key}: ${then} → ${now}`;
}

/** To what something was done, for people; and whether it is there. `own` is the handle of the session that looks. */
export function targetText({ sessionHandle, standing, status }: Target, isDry: boolean, own: string | null): string {
  const session = sessionHandle === own ? 'This session' : `Session ${sessionHandle ?? ''}`;
  const name = standing ? 'Future sessions' : session;
  return isDry ? name : `${name}: ${STATUSES[status] ?? status}`;
}

/** A time, for people. */
export function timeText(at: string): string {
  return new Date(at).toLocaleString();
}

/** Null is also what the history answers where values are not kept. */
function valueText(value: Diff['before']): string {
  return value === null ? '(null, or not kept)' : JSON.stringify(value);
}
