import { useState } from 'react';

import { useExplorer } from '../context.ts';
import { UserHistory } from '../history/user-history.tsx';
import { claimsByKey, claimsSelection } from './claims-selection.ts';
import { Faults } from './faults.tsx';
import { userAnswerShape, userQuery } from './queries.ts';
import { usersHash } from './route.ts';
import { useLoaded } from './use-loaded.ts';
import { UserClaims } from './user-claims.tsx';
import { UserSessions } from './user-sessions.tsx';

/** One user: who it is, what they carry, and ways to change it. */
export function UserPage({ userId }: { readonly userId: string }) {
  const { ask, schema, policy } = useExplorer();
  const [round, setRound] = useState(0);
  const query = userQuery(claimsSelection(schema));
  const asked = useLoaded(userId, () => ask(userAnswerShape, query, { id: userId }), round);
  const onChanged = (): void => {
    setRound((last) => last + 1);
  };
  const user = asked?.data?.user ?? null;
  return (
    <>
      <a href={usersHash(null)}>All users</a>
      {asked === null ? <p role="status">Looking …</p> : <Faults faults={asked.faults} permission="claims:read" />}
      {asked?.data?.user === null && asked.faults.length === 0 ? <p role="status">There is no such user.</p> : null}
      {user === null ? null : (
        <>
          <dl className="panel-facts">
            <dt>Email</dt>
            <dd>{user.emails?.join(', ') || 'none'}</dd>
            <dt>User id</dt>
            <dd>{user.id}</dd>
          </dl>
          <UserClaims userId={userId} claims={claimsByKey(user.standingClaims ?? {}, policy)} onChanged={onChanged} />
          <UserSessions userId={userId} round={round} onChanged={onChanged} />
          <UserHistory userId={userId} round={round} onChanged={onChanged} />
        </>
      )}
    </>
  );
}
