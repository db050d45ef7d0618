import { ClaimsClientError, createClaimsClient } from 'claimset/client';
import Fastify from 'fastify';

const { PORT = '3000', CLAIMSET_URL = 'http://localhost:4000', BILLING_API_KEY } = process.env;
const claims = createClaimsClient({ url: `${CLAIMSET_URL}/graphql`, apiKey: BILLING_API_KEY });

const app = Fastify();
const body = {
  type: 'object',
  required: ['email', 'plan'],
  properties: { email: { type: 'string' }, plan: { enum: ['FREE', 'PRO'] } },
};

// What a payment provider calls: every session of the user has the plan from now on, live and future ones.
app.post('/payments', { schema: { body } }, async ({ body: { email, plan } }, reply) => {
  const { sessions, userErrors } = await claims.updateUserClaims({ user: { email }, claims: { plan } });
  if (userErrors.length > 0) return reply.code(422).send(userErrors);
  return sessions.map(({ status }) => status);
});

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof ClaimsClientError)) return reply.send(error);
  // NOT_APPLIED may be sent again; UNKNOWN too here, where the same plan twice changes nothing.
  return reply.code(503).send({ code: error.code, outcome: error.outcome });
});

console.log(`Application ${await app.listen({ port: Number(PORT), host: 'localhost' })}`);
