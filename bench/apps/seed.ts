import express from 'express';
import pLimit from 'p-limit';
import SuperTokens from 'supertokens-node';
import { errorHandler, middleware, type SessionRequest } from 'supertokens-node/framework/express/index.js';
import EmailPassword from 'supertokens-node/recipe/emailpassword/index.js';
import { verifySession } from 'supertokens-node/recipe/session/framework/express/index.js';
import Session from 'supertokens-node/recipe/session/index.js';
import { z } from 'zod';

/**
 * What people write by hand, as the guide "Updating the JWT" has it: Method 1 with a verified session, Method 2 for every
 * handle of a user. It also makes the users and sessions of the other rows.
 */
const { CORE_URI: connectionURI, CORE_API_KEY: apiKey } = z
  .object({ CORE_URI: z.string(), CORE_API_KEY: z.string().optional() })
  .parse(process.env);

const SIGN_INS_AT_A_TIME = 8;
const newUser = z.object({ email: z.string(), sessions: z.number().int() });
const order = z.object({ userId: z.string(), patch: z.record(z.string(), z.string()), atOnce: z.boolean() });
const patch = z.record(z.string(), z.string());

SuperTokens.init({
  framework: 'express',
  telemetry: false,
  supertokens: apiKey === undefined ? { connectionURI } : { connectionURI, apiKey },
  appInfo: { appName: 'seed', apiDomain: 'http://localhost', websiteDomain: 'http://localhost' },
  recipeList: [Session.init(), EmailPassword.init()],
});

const app = express();
app.use(middleware(), express.json());

app.post('/claims', verifySession(), async (req: SessionRequest, res) => {
  await req.session?.mergeIntoAccessTokenPayload(patch.parse(req.body));
  res.json({ status: 'OK' });
});

app.post('/session', verifySession(), async (req: SessionRequest, res) => {
  res.json(await Session.getSessionInformation(req.session?.getHandle() ?? ''));
});

app.post('/user-claims', async (req, res) => {
  const { userId, patch, atOnce } = order.parse(req.body);
  const handles = await Session.getAllSessionHandlesForUser(userId);
  if (atOnce) await Promise.all(handles.map((handle) => Session.mergeIntoAccessTokenPayload(handle, patch)));
  else for (const handle of handles) await Session.mergeIntoAccessTokenPayload(handle, patch);
  res.json({ sessions: handles.length });
});

app.post('/bare', (_req, res) => {
  res.json({ data: { __typename: 'Query' } });
});

app.post('/users', async (req, res) => {
  const { email, sessions } = newUser.parse(req.body);
  const signedUp = await EmailPassword.signUp('public', email, 'correct-horse-1');
  if (signedUp.status !== 'OK') throw new Error(`sign-up: ${signedUp.status}`);
  const turns = Array.from({ length: sessions }, (_, turn) => turn);
  const made = await pLimit(SIGN_INS_AT_A_TIME).map(turns, () =>
    Session.createNewSessionWithoutRequestResponse('public', signedUp.recipeUserId),
  );
  res.json({ userId: signedUp.user.id, accessTokens: made.map((session) => session.getAccessToken()) });
});

app.use(errorHandler());
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    process.stdout.write(`READY http://127.0.0.1:${address.port}\n`);
  }
});
// As Claimset: a driver that pauses finds its connections open.
server.keepAliveTimeout = 65_000;
