import { createClaimsClient } from 'claimset/client';

/** On the server alone: it has the API key. */
export const claims = createClaimsClient({
  url: `${process.env.CLAIMSET_URL ?? 'http://localhost:4000'}/graphql`,
  apiKey: process.env.BILLING_API_KEY,
});
