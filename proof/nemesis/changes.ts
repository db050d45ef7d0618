import { z } from 'zod';

import { type Answered, ask, post, type Unanswered } from './ask.ts';
import type { Attempt, Outcome } from './history.ts';

/** What came of a request that changes claims. */
export type Told = Pick<Attempt, 'outcome' | 'bySession' | 'isListMissing' | 'changeId' | 'note'> & {
  readonly accessToken?: string | null;
};

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { change { id } userErrors { code } }
}`;
const USER = `mutation ($id: ID!, $additional: JSONObject!, $reach: ClaimsReach!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: $reach }) {
    change { id } sessions { handle status } standing { status message } userErrors { code }
  }
}`;

const change = z.object({ id: z.string() }).nullable();
const userErrors = z.array(z.object({ code: z.string() }));
const mineShape = z.object({ updateMyClaims: z.object({ change, userErrors }) });
const userShape = z.object({
  updateUserClaims: z.object({
    change,
    userErrors,
    sessions: z.array(z.object({ handle: z.string(), status: z.string() })),
    standing: z.object({ status: z.string(), message: z.string().nullable() }).nullable(),
  }),
});

const NOBODY: ReadonlyMap<string, Outcome> = new Map();
const NOTHING = { bySession: NOBODY, isListMissing: false, changeId: null };

/** A user changes their own session. Null where nothing was sent. */
export async function changeMine(url: string, token: string, additional: object): Promise<Told | null> {
  const asked = await ask(url, MINE, { additional }, { authorization: `Bearer ${token}` });
  return told(asked, (answered) => {
    const { change, userErrors: faults } = mineShape.parse(answered.data).updateMyClaims;
    const outcome = faults.length === 0 ? 'ACKNOWLEDGED' : 'NOT_APPLIED';
    const { accessToken } = answered;
    return { ...NOTHING, outcome, changeId: change?.id ?? null, note: faults[0]?.code ?? '', accessToken };
  });
}

/** An administrator changes all of a user's sessions, and those to come where `reachesFuture`. Null where nothing was sent. */
export async function changeUser(
  url: string,
  apiKey: string,
  { userId, reachesFuture }: Pick<Attempt, 'userId' | 'reachesFuture'>,
  additional: object,
): Promise<Told | null> {
  const reach = reachesFuture ? 'LIVE_AND_FUTURE_SESSIONS' : 'LIVE_SESSIONS';
  const asked = await ask(url, USER, { id: userId, additional, reach }, { 'x-api-key': apiKey });
  return told(asked, ({ data }) => {
    const { change, userErrors: faults, sessions, standing } = userShape.parse(data).updateUserClaims;
    const bySession = new Map(sessions.map(({ handle, status }) => [handle, outcomeOf(status)]));
    const ofAll = standing === null ? [...bySession.values()] : [outcomeOf(standing.status)];
    const outcome = faults.length > 0 ? 'NOT_APPLIED' : worst(ofAll);
    const isListMissing = standing !== null && outcome === 'ACKNOWLEDGED' && standing.message !== null;
    const note = faults[0]?.code ?? sessions.find(({ status }) => outcomeOf(status) !== 'ACKNOWLEDGED')?.status ?? '';
    return { outcome, bySession, isListMissing, changeId: change?.id ?? null, note };
  });
}

/** An application with the plugins changes a session, by a token or by its handle. Null where nothing was sent. */
export async function changeBySdk(
  url: string,
  session: { readonly token: string } | { readonly handle: string },
  patch: object,
): Promise<Told | null> {
  const answer =
    'token' in session
      ? await post(`${url}/merge`, patch, { authorization: `Bearer ${session.token}` })
      : await post(`${url}/merge-by-handle`, { handle: session.handle, patch });
  if (answer.kind === 'refused') return null;
  if (answer.kind === 'broken') return { ...NOTHING, outcome: 'UNKNOWN', note: answer.note };
  if (answer.status === 200) {
    const isEnded = answer.body === false;
    const accessToken = 'token' in session ? answer.accessToken : null;
    return { ...NOTHING, outcome: isEnded ? 'NOT_APPLIED' : 'ACKNOWLEDGED', note: isEnded ? 'ENDED' : '', accessToken };
  }
  const { code } = z.object({ code: z.string().nullish() }).safeParse(answer.body).data ?? {};
  return { ...NOTHING, outcome: answer.status === 401 ? 'NOT_APPLIED' : 'UNKNOWN', note: code ?? `${answer.status}` };
}

function told(asked: Answered | Unanswered, read: (answered: Answered) => Told): Told | null {
  if (asked.kind === 'refused') return null;
  if (asked.kind === 'broken') return { ...NOTHING, outcome: 'UNKNOWN', note: asked.note };
  const { error } = asked;
  if (error === null) return read(asked);
  const outcome = error.outcome === 'UNKNOWN' ? 'UNKNOWN' : 'NOT_APPLIED';
  return { ...NOTHING, outcome, changeId: error.changeId, note: error.code };
}

function outcomeOf(status: string): Outcome {
  if (status === 'UPDATED' || status === 'UNCHANGED') return 'ACKNOWLEDGED';
  return status === 'UNKNOWN' ? 'UNKNOWN' : 'NOT_APPLIED';
}

function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('UNKNOWN')) return 'UNKNOWN';
  return outcomes.includes('NOT_APPLIED') ? 'NOT_APPLIED' : 'ACKNOWLEDGED';
}
