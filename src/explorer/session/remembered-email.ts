import { z } from 'zod';

/** No token carries the address, and the API tells it to those who may read users: the page remembers what was typed. */
const KEY = 'claimset:email';

const shape = z.object({ userId: z.string(), email: z.string() });

/** Remembers who signed in on this page, until they sign out. */
export function rememberEmail(userId: string, email: string): void {
  localStorage.setItem(KEY, JSON.stringify({ userId, email }));
}

/** The address of this user; null where they did not sign in here. */
export function rememberedEmail(userId: string): string | null {
  const text = localStorage.getItem(KEY);
  const found = text === null ? null : shape.parse(JSON.parse(text));
  return found?.userId === userId ? found.email : null;
}

/** Forgets who signed in. */
export function forgetEmail(): void {
  localStorage.removeItem(KEY);
}
