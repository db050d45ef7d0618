import { useSyncExternalStore } from 'react';

import { type UsersRoute, usersRoute } from './route.ts';

/** Where in the Users tab the address points to, followed; null: elsewhere. */
export function useUsersRoute(): UsersRoute | null {
  return usersRoute(useSyncExternalStore(subscribe, hash));
}

function hash(): string {
  return window.location.hash;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}
