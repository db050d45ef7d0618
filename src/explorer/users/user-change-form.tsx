import { useState } from 'react';

import { ChangeForm } from '../change/change-form.tsx';
import type { Edit } from '../change/edits.ts';
import { writableBy } from '../change/fields.ts';
import { useChange } from '../change/use-change.ts';
import { changeUserClaims } from '../change/user-claims.ts';
import { useExplorer } from '../context.ts';

interface UserChangeFormProps {
  readonly userId: string;
  readonly first: Edit;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Changes claims of a user in all their sessions: what would happen in each first, then what happened in each. */
export function UserChangeForm({ userId, first, onChanged, onClose }: UserChangeFormProps) {
  const { ask, policy, schema } = useExplorer();
  const [isForFuture, setForFuture] = useState(true);
  const writable = writableBy('administrator', schema, policy);
  const change = useChange(first, writable, async (claims, options) => {
    const reach = isForFuture ? 'LIVE_AND_FUTURE_SESSIONS' : 'LIVE_SESSIONS';
    const answer = await changeUserClaims(ask, { userId, claims, reach }, options);
    if (!options.dryRun) onChanged();
    return answer;
  });
  return (
    <ChangeForm title="Change claims of this user" change={change} writable={writable} onClose={onClose}>
      <label className="panel-check">
        <input
          type="checkbox"
          checked={isForFuture}
          onChange={({ target }) => {
            setForFuture(target.checked);
            change.touch();
          }}
        />
        <span>In sessions that begin later as well</span>
      </label>
    </ChangeForm>
  );
}
