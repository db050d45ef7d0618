// `npm run plan EMAIL PRO` gives a user the plan, `npm run plan EMAIL` takes it away: in all of their sessions.
import { createClaimsClient } from 'claimset/client';

const { CLAIMSET_URL = 'http://localhost:4000', PLANS_API_KEY } = process.env;
const [email, plan = null] = process.argv.slice(2);
const claims = createClaimsClient({ url: `${CLAIMSET_URL}/graphql`, apiKey: PLANS_API_KEY });
const { sessions, userErrors } = await claims.updateUserClaims({ user: { email }, claims: { plan } });
console.log(userErrors.map(({ message }) => message).join('\n') || `${sessions.length} sessions`);
