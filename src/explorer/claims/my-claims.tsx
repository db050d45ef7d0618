import { useState } from 'react';

import type { JsonValue } from '../../claims/types.ts';
import { ChangeForm } from '../change/change-form.tsx';
import { type Edit, editOf, emptyEdit } from '../change/edits.ts';
import { writableBy } from '../change/fields.ts';
import { changeMyClaims } from '../change/my-claims.ts';
import { useChange } from '../change/use-change.ts';
import { useExplorer } from '../context.ts';
import { MyHistory } from '../history/my-history.tsx';
import { useOrigins } from '../history/use-origins.ts';
import { NotInToken } from '../live/not-in-token.tsx';
import type { SignedIn } from '../session/session-state.ts';
import { handleIn } from '../session/token.ts';
import { claimRows, reservedOf } from './claims.ts';
import { ClaimsList } from './claims-list.tsx';
import { TokenStory } from './token-story.tsx';

/** The claims of the newest token, with what became of them, and ways to change them. */
export function MyClaims({ tokens }: Pick<SignedIn, 'tokens'>) {
  const { policy, schema } = useExplorer();
  const [first, setFirst] = useState<Edit | null>(null);
  const writable = writableBy('self', schema, policy);
  const { payload } = tokens[0];
  const rows = claimRows(tokens[1]?.payload ?? null, payload);
  const edit = (key: string, value: JsonValue, isRemoval: boolean): void => {
    setFirst({ ...editOf(crypto.randomUUID(), key, value, writable), isRemoval });
  };
  const token = `${tokens[0].seenAtMillis} ${handleIn(payload)}`;
  const origins = useOrigins(token);
  const origin = (key: string): string | null => origins.get(key) ?? null;
  const actions = { mayWrite: (key: string) => policy.mayWrite('self', key), edit, origin };
  return (
    <section aria-labelledby="claims-title">
      <h3 id="claims-title">Claims in the token</h3>
      <TokenStory tokens={tokens} rows={rows} />
      <NotInToken token={tokens[0]} />
      <MyChange first={first} setFirst={setFirst} />
      <ClaimsList rows={rows} actions={actions} />
      <MyHistory token={token} />
      <details>
        <summary>The token&rsquo;s own members</summary>
        <pre tabIndex={0}>{JSON.stringify(reservedOf(payload), null, 2)}</pre>
      </details>
    </section>
  );
}

interface MyChangeProps {
  /** Null: nothing is being changed. */
  readonly first: Edit | null;
  readonly setFirst: (first: Edit | null) => void;
}

function MyChange({ first, setFirst }: MyChangeProps) {
  const add = (): void => {
    setFirst(emptyEdit(crypto.randomUUID()));
  };
  const close = (): void => {
    setFirst(null);
  };
  if (first !== null) return <MyChangeForm key={first.id} first={first} onClose={close} />;
  return (
    <div className="panel-buttons">
      <button type="button" className="panel-button" onClick={add}>
        Add a claim
      </button>
    </div>
  );
}

function MyChangeForm({ first, onClose }: { readonly first: Edit; readonly onClose: () => void }) {
  const { ask, policy, schema } = useExplorer();
  const writable = writableBy('self', schema, policy);
  const change = useChange(first, writable, (patch, options) => changeMyClaims(ask, patch, options));
  return <ChangeForm title="Change your claims" change={change} writable={writable} onClose={onClose} />;
}
