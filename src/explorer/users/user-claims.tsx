import { useState } from 'react';

import type { ClaimsPayload, JsonValue } from '../../claims/types.ts';
import { type Edit, editOf, emptyEdit } from '../change/edits.ts';
import { writableBy } from '../change/fields.ts';
import { claimRows } from '../claims/claims.ts';
import { ClaimsList } from '../claims/claims-list.tsx';
import { useExplorer } from '../context.ts';
import { UserChangeForm } from './user-change-form.tsx';

interface UserClaimsProps {
  readonly userId: string;
  /** Those that new sessions start with. */
  readonly claims: ClaimsPayload;
  readonly onChanged: () => void;
}

/** The claims that a user's new sessions start with, and the form that changes those and the live ones. */
export function UserClaims({ userId, claims, onChanged }: UserClaimsProps) {
  const { policy, schema } = useExplorer();
  const [first, setFirst] = useState<Edit | null>(null);
  const writable = writableBy('administrator', schema, policy);
  const rows = claimRows(null, claims);
  const edit = (key: string, value: JsonValue, isRemoval: boolean): void => {
    setFirst({ ...editOf(crypto.randomUUID(), key, value, writable), isRemoval });
  };
  const mayWrite = (key: string): boolean => policy.mayWrite('administrator', key);
  const close = (): void => {
    setFirst(null);
  };
  return (
    <section aria-labelledby="standing-title">
      <h3 id="standing-title">Claims of future sessions</h3>
      {rows.length === 0 ? (
        <p className="panel-hint">None: new sessions start with what the application gives them.</p>
      ) : null}
      <ClaimsList rows={rows} actions={{ mayWrite, edit, origin: () => null }} />
      {first === null ? (
        <div className="panel-buttons">
          <button
            type="button"
            className="panel-button panel-primary"
            onClick={() => {
              setFirst(emptyEdit(crypto.randomUUID()));
            }}
          >
            Change claims
          </button>
        </div>
      ) : (
        <UserChangeForm key={first.id} userId={userId} first={first} onChanged={onChanged} onClose={close} />
      )}
    </section>
  );
}
