import { inProcessLock, losslessClaims, standingClaims } from 'claimset/supertokens';
import express from 'express';
import SuperTokens from 'supertokens-node';
import { errorHandler, middleware } from 'supertokens-node/framework/express/index.js';
import EmailPassword from 'supertokens-node/recipe/emailpassword/index.js';
import Session from 'supertokens-node/recipe/session/index.js';
import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';

const { PORT = '3000', CORE_URI = 'http://localhost:3567' } = process.env;
// With several processes: postgresLock({ connectionString: process.env.DATABASE_URL })
const lock = inProcessLock();

SuperTokens.init({
  framework: 'express',
  supertokens: { connectionURI: CORE_URI },
  appInfo: { appName: 'app', apiDomain: 'http://localhost:3000', websiteDomain: 'http://localhost:3000' },
  recipeList: [EmailPassword.init(), Session.init(), UserMetadata.init()],
  experimental: { plugins: [losslessClaims({ lock }), standingClaims({ lock })] },
});

const app = express();
app.use(middleware(), express.json());
app.post('/claims', async (req, res) => {
  const session = await Session.getSession(req, res);
  await session.mergeIntoAccessTokenPayload(req.body);
  res.json(session.getAccessTokenPayload());
});
app.use(errorHandler());
const server = app.listen(Number(PORT), 'localhost', () => {
  console.log(`Application http://localhost:${server.address().port}`);
});
