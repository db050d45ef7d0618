/** One Express application with the same route twice: behind the guard, and behind SuperTokens' own `verifySession()`. */
import type { AddressInfo } from 'node:net';

import express from 'express';
import SuperTokens from 'supertokens-node';
import { verifySession } from 'supertokens-node/recipe/session/framework/express/index.js';
import Session from 'supertokens-node/recipe/session/index.js';

import { createGuard } from '../../src/guard/index.ts';

const { CLAIMSET = '', API_KEY = '', CORE_URI = '' } = process.env;
SuperTokens.init({
  framework: 'express',
  telemetry: false,
  supertokens: { connectionURI: CORE_URI },
  appInfo: { appName: 'Bench', apiDomain: CLAIMSET, websiteDomain: CLAIMSET },
  recipeList: [Session.init()],
});
const guard = createGuard({ url: CLAIMSET, apiKey: API_KEY });

const app = express();
app.get('/guard', guard.express(), (_req, res) => {
  res.json({ ok: true });
});
app.get('/sdk', verifySession(), (_req, res) => {
  res.json({ ok: true });
});
await guard.ready();
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`READY http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
