import { useUsersRoute } from './use-route.ts';
import { UserList } from './user-list.tsx';
import { UserPage } from './user-page.tsx';

/** The users of this server, for those who may see them. */
export function UsersPanel() {
  const userId = useUsersRoute()?.userId ?? null;
  return (
    <section className="panel" aria-labelledby="users-title">
      <h2 id="users-title" className="panel-title">
        Users
      </h2>
      {userId === null ? <UserList /> : <UserPage key={userId} userId={userId} />}
    </section>
  );
}

/** The icon of the tab. */
export function UsersIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="9" cy="8" r="3.5" />
      <path
        d="M2.5 20c0-3.6 2.8-6 6.5-6s6.5 2.4 6.5 6M16 4.8a3.4 3.4 0 0 1 0 6.4M18 14.4c2.2.8 3.6 2.8 3.6 5.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
