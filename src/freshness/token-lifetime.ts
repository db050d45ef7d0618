/** How long an access token may live. */
export interface TokenLifetime {
  /** Milliseconds. */
  longest(): number;
  /** A verified token was seen. */
  readonly saw: (token: { readonly issuedAtMillis: number; readonly expiresAtMillis: number }) => void;
}

/** @param atLeastMillis what is known of the session core without having seen a token */
export function tokenLifetime(atLeastMillis: number): TokenLifetime {
  let longestMillis = atLeastMillis;
  return {
    longest: () => longestMillis,
    saw: ({ issuedAtMillis, expiresAtMillis }) => {
      longestMillis = Math.max(longestMillis, expiresAtMillis - issuedAtMillis);
    },
  };
}
