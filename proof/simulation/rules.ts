import type { ComputeClaims } from '../../src/claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../src/claims/types.ts';
import { withoutMarker } from '../../src/ledger/marker.ts';
import type { Recording } from '../../src/supertokens/lossless/journal.ts';
import type { ChangeOutcome, PayloadStore } from '../../src/supertokens/lossless/payload-store.ts';
import { changePayload } from '../../src/supertokens/lossless/rule.ts';
import type { Exclusively } from '../../src/supertokens/lossless/together/exclusively.ts';

/** What a rule is given for one change. */
export interface RuledChange<Result> {
  readonly exclusively: Exclusively;
  readonly store: PayloadStore<true>;
  readonly compute: ComputeClaims<Result>;
  readonly recording: Recording;
  /** What the caller saw of the session before, as a token would say. */
  readonly token: ClaimsPayload;
}

/** How a session is changed. */
export type Rule = <Result>(change: RuledChange<Result>) => Promise<ChangeOutcome<Result, true>>;

/** The rule as it is. */
export const theRule: Rule = ({ exclusively, store, compute, recording }) =>
  changePayload(exclusively, store, compute, recording);

/** The rule with one part taken away, which the simulation must find wrong. */
export const FAULTY_RULES: Readonly<Record<string, Rule>> = {
  'the token as the base': ({ exclusively, store, compute, recording, token }) =>
    changePayload(exclusively, store, (stored) => compute({ ...stored, payload: token }), recording),

  'what is stored as the base, and not what the log says': ({ exclusively, store, compute, recording }) => {
    let found: StoredSession | null = null;
    const remembering: PayloadStore<true> = {
      ...store,
      read: async () => {
        found = await store.read();
        return found;
      },
    };
    const onFound: typeof compute = (stored) =>
      compute(found === null ? stored : { ...stored, payload: withoutMarker(found.payload) });
    return changePayload(exclusively, remembering, onFound, recording);
  },

  'the lock alone, without the ledger': ({ exclusively, store, compute }) =>
    changePayload(exclusively, store, compute, null),
};
