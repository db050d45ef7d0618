import { revalidatePath } from 'next/cache';

import { claims } from './claims';

interface Props {
  searchParams: Promise<{ email?: string }>;
}

/** Finds a user, shows their sessions, and gives them the plan PRO. */
export default async function Page({ searchParams }: Props) {
  const { email } = await searchParams;
  const user = email ? await claims.user({ email }) : null;

  async function upgrade() {
    'use server';
    if (email) await claims.updateUserClaims({ user: { email }, claims: { plan: 'PRO' } });
    revalidatePath('/');
  }

  return (
    <main>
      <form>
        <input name="email" type="email" aria-label="Email of the user" defaultValue={email} />
        <button>Find</button>
      </form>
      {email && !user && <p>There is no such user: sign up on http://localhost:4000 first.</p>}
      {user && (
        <form action={upgrade}>
          <p>{user.sessions?.edges.length ?? 0} sessions</p>
          <button>Upgrade to PRO</button>
        </form>
      )}
    </main>
  );
}
