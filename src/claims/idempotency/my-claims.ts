import { requireSession } from '../access/authorise.ts';
import { isUnchanged } from '../decide.ts';
import { type ClaimError, undecided } from '../errors.ts';
import { showChange } from '../history/show.ts';
import type { Change } from '../history/types.ts';
import type { Requester, VerifiedSession } from '../ports.ts';
import type { SessionResult } from '../service/change-session.ts';
import { readMySession } from '../service/my-session.ts';
import {
  type MyClaimsDeps,
  type MyClaimsInput,
  type MyClaimsResult,
  updateMyClaims,
} from '../service/update-my-claims.ts';
import type { CommandAnswer, Commands } from './commands.ts';
import { commandKey } from './key.ts';
import { once } from './once.ts';

type Deps = MyClaimsDeps & { readonly commands: Commands };

/** `updateMyClaims`, done once for each key. @throws also what `once` throws, and BAD_USER_INPUT */
export async function updateMyClaimsOnce(
  requester: Requester,
  input: MyClaimsInput,
  deps: Deps,
): Promise<MyClaimsResult> {
  const { idempotencyKey = null, ...asked } = input;
  if (idempotencyKey === null || input.dryRun) return updateMyClaims(requester, input, deps);
  const session = await requireSession(requester);
  // In another session of the same user it would be another change.
  const what = { updateMyClaims: asked, session: session.handle };
  const command = commandKey({ userId: session.userId }, idempotencyKey, what);
  const repeat = (answer: CommandAnswer, change: Change | null) => repeated(session, answer, change, deps);
  return once(
    command,
    {
      run: async (newChange, known) => {
        const result = known?.sessions.get(session.handle);
        if (known === null || result === undefined) return updateMyClaims(requester, input, { ...deps, newChange });
        if (result.status === 'UNKNOWN') throw undecided(known.change.id, new Error('a write is still open'));
        return repeat({ sessions: [result], standing: null, isChanged: true, userErrors: [] }, known.change);
      },
      answerOf: (result) => answerOf(session.handle, result),
      repeat,
      refuse,
    },
    deps,
  );
}

function answerOf(handle: string, { session, changes, tokenSize, change, userErrors }: MyClaimsResult): CommandAnswer {
  const written = changes !== null && !isUnchanged(changes) ? 'UPDATED' : 'UNCHANGED';
  const status = userErrors.length > 0 ? 'REJECTED' : written;
  const result: SessionResult = { handle, status, changes, tokenSize, message: null };
  return { sessions: session === null ? [] : [result], standing: null, isChanged: change !== null, userErrors };
}

async function repeated(
  session: VerifiedSession,
  { sessions, userErrors }: CommandAnswer,
  change: Change | null,
  { sizer }: Deps,
): Promise<MyClaimsResult> {
  const stored = await readMySession(session, sizer);
  const [result] = sessions;
  const common = { userErrors, isRepeated: true as const };
  if (result === undefined) return { session: null, changes: null, tokenSize: null, change: null, ...common };
  return {
    session: stored,
    changes: result.changes,
    // What the ledger knows has no size.
    tokenSize: result.tokenSize ?? sizer.ofOwnSession(stored, session.token())(stored.payload),
    change: change && showChange(change, { kind: 'own', userId: session.userId }),
    ...common,
  };
}

function refuse(error: ClaimError): MyClaimsResult {
  return { session: null, changes: null, tokenSize: null, change: null, userErrors: [error] };
}
