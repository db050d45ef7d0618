import { useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';

import { useUsersRoute } from './use-route.ts';

/** The title of the tab, by which GraphiQL knows it. */
export const USERS_TITLE = 'Users';

/** Opens the Users tab where the address comes to name it. */
export function FollowRoute() {
  const isUsers = useUsersRoute() !== null;
  const actions = useGraphiQLActions();
  useEffect(() => {
    if (isUsers) actions.setVisiblePlugin(USERS_TITLE);
  }, [isUsers, actions]);
  return null;
}
