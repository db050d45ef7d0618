import type { Book } from './book.ts';
import { type Attempt, type Begun, type Outcome, outcomeFor } from './history.ts';
import type { Recorded } from './records.ts';
import type { Payload } from './stored.ts';

/** Something that must never be. */
export interface Violation {
  readonly kind: 'lost' | 'resurrected' | 'unrecorded' | 'left open';
  readonly about: string;
  readonly handle: string | null;
  readonly key: string | null;
  /** Of what was acknowledged and not recorded. */
  readonly value?: number | null;
}

/** What is found when all is quiet. */
export interface Found {
  readonly stored: ReadonlyMap<string, Payload>;
  readonly ledger: readonly Recorded[];
}

/** An attempt as it concerns one session, with what the ledger says of it. */
export interface Concerned {
  readonly attempt: Attempt;
  /** What was said, or, where that was `UNKNOWN`, what the ledger says. */
  readonly outcome: Outcome;
  readonly recorded: Recorded | undefined;
}

/** Compares what was said with what is stored and what is recorded. */
export function judge({ attempts, sessions }: Pick<Book, 'attempts' | 'sessions'>, found: Found): readonly Violation[] {
  const ledger = new Ledger(found.ledger);
  const keys = [...new Set(attempts.map(({ key }) => key))];
  const byKey = keys.map((key) => [key, attempts.filter((one) => one.key === key)] as const);
  const open = found.ledger.filter(({ status }) => status === 'INTENDED');
  const foreign = found.ledger.filter(({ by }) => by === 'OUTSIDE');
  return [
    ...sessions.flatMap((session) => {
      const payload = found.stored.get(session.handle);
      if (payload === undefined) return [];
      return byKey.flatMap(([key, ofKey]) => judgeKey(session, key, ofKey, payload, ledger));
    }),
    ...attempts.filter((one) => isUnrecorded(one, ledger)).map(unrecorded),
    ...open.map((one) => violation('left open', one, 'its entry is still INTENDED')),
    ...foreign.map((one) =>
      violation('unrecorded', one, 'it is recorded as OUTSIDE, and nobody wrote around Claimset'),
    ),
  ];
}

function violation(kind: Violation['kind'], { changeId, handle, diffs }: Recorded, about: string): Violation {
  return { kind, handle, key: diffs[0]?.key ?? null, about: `change ${changeId}: ${about}` };
}

function unrecorded({ handle, key, value }: Attempt): Violation {
  return {
    kind: 'unrecorded',
    handle,
    key,
    value,
    about: `${key}: ${value} was acknowledged, and is not in the ledger`,
  };
}

/** The attempts on a key, as far as they concern a session; in order, since its client waits for each answer. */
export function concerning(session: Begun, ofKey: readonly Attempt[], ledger: Ledger): readonly Concerned[] {
  return ofKey.flatMap((attempt) => {
    const said = outcomeFor(attempt, session);
    if (said === null) return [];
    const recorded = ledger.find(session.handle, attempt);
    return [{ attempt, recorded, outcome: said === 'UNKNOWN' ? settled(recorded) : said }];
  });
}

/** Only what has a value can be found in the ledger without its change's id. */
function settled(recorded: Recorded | undefined): Outcome {
  if (recorded === undefined || recorded.status === 'INTENDED') return 'UNKNOWN';
  return recorded.status === 'APPLIED' ? 'ACKNOWLEDGED' : 'NOT_APPLIED';
}

function judgeKey(
  session: Begun,
  key: string,
  ofKey: readonly Attempt[],
  payload: Payload,
  ledger: Ledger,
): readonly Violation[] {
  const mine = concerning(session, ofKey, ledger);
  const value = payload[key] ?? null;
  const allowed = allowedAfter(mine);
  const { handle } = session;
  const about = `${key} is ${JSON.stringify(value)}, and must be ${[...allowed].map((one) => JSON.stringify(one)).join(' or ')}`;
  if (!allowed.has(value)) {
    const isBack = value !== null && (allowed.has(null) || wasRefused(mine, value));
    return [{ kind: isBack ? 'resurrected' : 'lost', handle, key, about }];
  }
  const isKnown = value === null || ledger.has(handle, key, value) || !startedWithout(session, mine, value);
  return isKnown
    ? []
    : [{ kind: 'unrecorded', handle, key, about: `${key}: ${JSON.stringify(value)} is stored, not recorded` }];
}

/** The values that a key may have: that of the last change that was made, and of those after it that may have been made. */
function allowedAfter(concerned: readonly Concerned[]): ReadonlySet<unknown> {
  let allowed = new Set<unknown>([null]);
  for (const { attempt, outcome } of concerned) {
    if (outcome === 'ACKNOWLEDGED') allowed = new Set([attempt.value]);
    if (outcome === 'UNKNOWN') allowed.add(attempt.value);
  }
  return allowed;
}

function wasRefused(concerned: readonly Concerned[], value: unknown): boolean {
  return concerned.some(({ attempt, outcome }) => outcome === 'NOT_APPLIED' && attempt.value === value);
}

/** What a session begins with is its base, and has no entry of its own. */
function startedWithout(session: Begun, concerned: readonly Concerned[], value: unknown): boolean {
  const written = concerned.find(({ attempt }) => attempt.value === value)?.attempt;
  return written?.reachesFuture !== true || session.begunAtMillis < written.startedAtMillis;
}

/** Whatever has become of its session since: what was acknowledged is in the ledger, and is `APPLIED`. */
function isUnrecorded(attempt: Attempt, ledger: Ledger): boolean {
  const { handle, key, value, outcome, changeId } = attempt;
  if (outcome !== 'ACKNOWLEDGED') return false;
  if (changeId === null) return handle !== null && value !== null && !ledger.has(handle, key, value);
  const said = [...attempt.bySession].filter(([, one]) => one === 'ACKNOWLEDGED').map(([session]) => session);
  const concerned = handle === null ? [...said, ...(attempt.reachesFuture ? [null] : [])] : [handle];
  // Where nothing changed there is no entry; somewhere something did.
  const statuses = concerned.flatMap((one) => ledger.statusOf(changeId, one) ?? []);
  return statuses.length === 0 || statuses.some((status) => status !== 'APPLIED');
}

/** The ledger's entries, to be found by what they did. */
export class Ledger {
  readonly #byValue = new Map<string, Recorded>();
  readonly #byChange = new Map<string, Recorded>();

  constructor(records: readonly Recorded[]) {
    for (const one of records) {
      this.#byChange.set(`${one.changeId} ${one.handle ?? ''}`, one);
      for (const { key, after } of one.diffs) {
        // Repairs and later writes do not repeat a value: the first entry with it is its own.
        const id = valueId(one.handle, key, after);
        if (!this.#byValue.has(id)) this.#byValue.set(id, one);
      }
    }
  }

  /** What a change did to one session, or to the claims for the sessions to come (null). */
  statusOf(changeId: string, handle: string | null): Recorded['status'] | undefined {
    return this.#byChange.get(`${changeId} ${handle ?? ''}`)?.status;
  }

  has(handle: string | null, key: string, value: unknown): boolean {
    return this.#byValue.get(valueId(handle, key, value))?.status === 'APPLIED';
  }

  find(handle: string, { key, value, changeId }: Attempt): Recorded | undefined {
    if (changeId !== null) return this.#byChange.get(`${changeId} ${handle}`);
    return value === null ? undefined : this.#byValue.get(valueId(handle, key, value));
  }
}

function valueId(handle: string | null, key: string, value: unknown): string {
  return `${handle ?? ''} ${key} ${JSON.stringify(value)}`;
}
