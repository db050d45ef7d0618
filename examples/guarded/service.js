import { createGuard } from 'claimset/guard';
import express from 'express';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const { PORT = '3000', CLAIMSET_URL = 'http://localhost:4000', GUARD_API_KEY } = process.env;
// All that this service knows of sessions: access tokens, and what Claimset's feed says was taken away from them.
const guard = createGuard({ url: CLAIMSET_URL, apiKey: GUARD_API_KEY });
const isPro = ({ claims }) => claims['https://example.com/plan'] === 'PRO';

const app = express();
app.get('/hello', guard.express(), (req, res) => {
  res.json({ text: `Hello, user ${guard.sessionOf(req).userId}` });
});
app.get('/report', guard.express(isPro), (req, res) => {
  res.json({ text: 'What only those see who have the plan PRO' });
});

// The page, with SuperTokens' frontend SDK as its package has it: the names of its files have a hash.
const bundle = join(import.meta.dirname, 'node_modules/supertokens-web-js/bundle');
app.get('/sdk/:name.js', (req, res) => {
  const file = readdirSync(bundle).find((one) => one.startsWith(`${req.params.name}.`));
  if (file === undefined) res.sendStatus(404);
  else res.sendFile(join(bundle, file));
});
app.get('/settings', (req, res) => {
  res.json({ api: CLAIMSET_URL });
});
app.get('/', (req, res) => {
  res.sendFile(join(import.meta.dirname, 'page.html'));
});

await guard.ready();
const server = app.listen(Number(PORT), 'localhost', () => {
  console.log(`Application http://localhost:${server.address().port}`);
});
