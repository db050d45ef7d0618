/** How many of something are allowed within a time, which begins with the first of them. */
export interface Budget {
  readonly points: number;
  readonly perSeconds: number;
}

/**
 * What nobody reaches who is honest, nor an office behind one address; and what makes guessing hopeless. Failures are
 * those of sign-ins that were not followed by a success of the same account from the same address.
 */
export const budgets = {
  /** Failed sign-ins of one address, whoever they were for. */
  failuresOfAddress: { points: 100, perSeconds: 900 },
  /** Failed sign-ins of one address for one account. */
  failuresOfAccountFromAddress: { points: 20, perSeconds: 900 },
  /** Failed sign-ins for one account from anywhere. Beyond it they are only slowed: nobody locks another out. */
  failuresOfAccount: { points: 50, perSeconds: 3600 },
  /** Sign-ups and password resets of one address. */
  accountsOfAddress: { points: 60, perSeconds: 60 },
  /** API keys of one address that are wrong; one that is good is never refused. */
  wrongKeysOfAddress: { points: 60, perSeconds: 60 },
  mutationsOfUser: { points: 12_000, perSeconds: 60 },
  mutationsOfApiKey: { points: 60_000, perSeconds: 60 },
} as const satisfies Readonly<Record<string, Budget>>;
